/* A SWIFT FIN message: its blocks and fields (mt.c), and what becomes of them (mt_map.c). */
#ifndef ST_MT_INT_H
#define ST_MT_INT_H
#include "engine/message_int.h"

typedef struct st_mt_field { st_str tag, value; uint32_t line; } st_mt_field;   /* "50K"; the value with its line ends */

typedef struct st_mt {
    st_str block[6];               /* 1 to 5, without braces; .p NULL for one that is not there. 4 is the text between "{4:" and "-}" */
    st_mt_field *field;            /* of block 4, in order */
    size_t n, cap;
    uint32_t line, text_line;      /* where the message and where its block 4 begin */
} st_mt;

/* The value of {tag:value} in a block, or empty. */
st_str st_mt_tag(st_str block, const char *tag);
/* Fills the stream's payment. ST_E_DATA names the field (":32A: not a date, a currency and an amount: '...'") and its line. */
st_code st_mt_map(st_pay_stream *s, const st_mt *m, st_err *err);
#endif
