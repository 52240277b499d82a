/* Foreign bytes in: a file as it was downloaded (plain, .gz, .zst, .zip, or an .xlsx seen as a zip), read as a stream of blocks.
 *
 * libarchive is known to input.c alone. The compression is told by content, never by name. Expansion is capped by ratio and by total size,
 * and the SHA-256 of the bytes on disk is taken on the way. */
#ifndef ST_INPUT_H
#define ST_INPUT_H
#include "base/base.h"

typedef struct st_input st_input;

typedef struct st_input_limits {
    uint64_t max_bytes;   /* expanded size of all members together; 0: ST_INPUT_MAX_BYTES */
    uint32_t max_ratio;   /* expanded bytes per byte on disk, checked past the first 16 MiB; 0: ST_INPUT_MAX_RATIO */
    uint32_t max_members; /* members of an archive; 0: ST_INPUT_MAX_MEMBERS */
} st_input_limits;
#define ST_INPUT_MAX_BYTES   (UINT64_C(16) << 30)
#define ST_INPUT_MAX_RATIO   200u
#define ST_INPUT_MAX_MEMBERS 1000u

/* Opens a file, or memory (borrowed until close; name is used in messages). NULL and err on failure: no such file, empty, a folder.
 * limits may be NULL. The caller closes. */
st_input *st_input_open(const char *path, const st_input_limits *limits, st_err *err);
st_input *st_input_open_memory(const void *p, size_t n, const char *name, const st_input_limits *limits, st_err *err);
void st_input_close(st_input *in);

/* Moves to the next member: 1 there is one, 0 no more, negative on error. A file that is no archive has exactly one member, which is current
 * from the start; call this only to go past the first. Folders inside archives are passed over. */
int st_input_next(st_input *in, st_err *err);
/* Name of the current member within an archive, or of the file without its folder. */
st_str st_input_member(const st_input *in);
/* The path given at open, for messages. */
const char *st_input_path(const st_input *in);
bool st_input_is_archive(const st_input *in);

/* The first bytes of the current member without consuming them: up to `want` (at most 64 KiB). For detection. */
st_code st_input_peek(st_input *in, size_t want, st_str *head, st_err *err);
/* The next block of the current member, valid until the next call; an empty block is the end. Blocks are up to 256 KiB. */
st_code st_input_block(st_input *in, st_str *block, st_err *err);
/* The rest of the current member as one slice in the arena; ST_E_LIMIT past max bytes. For spreadsheets' small parts and tests. */
st_code st_input_all(st_input *in, size_t max, st_arena *a, st_str *out, st_err *err);
/* Expanded bytes handed out so far, over all members. */
uint64_t st_input_expanded(const st_input *in);
/* Bytes of the file on disk, and its SHA-256 in lower-case hex; the hash covers the whole file, also what was not read. */
uint64_t st_input_size(const st_input *in);
st_code st_input_sha256(st_input *in, char hex[65], st_err *err);
#endif
