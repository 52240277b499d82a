/* Calls that this project does not make. Each has a safer form in base/. Included last by every file, through base.h.
 * The idea is git's banned.h: a banned call is a compile error that names its replacement. */
#ifndef ST_BANNED_H
#define ST_BANNED_H
#define ST_BANNED(fn, use) st_##fn##_is_banned_use_##use
#undef strcpy
#define strcpy(a, b)        ST_BANNED(strcpy, st_buf)
#undef strcat
#define strcat(a, b)        ST_BANNED(strcat, st_buf)
#undef strncpy
#define strncpy(a, b, n)    ST_BANNED(strncpy, st_buf)
#undef strncat
#define strncat(a, b, n)    ST_BANNED(strncat, st_buf)
#undef sprintf
#define sprintf(...)        ST_BANNED(sprintf, st_buf_printf)
#undef vsprintf
#define vsprintf(...)       ST_BANNED(vsprintf, st_buf_printf)
#undef strtok
#define strtok(a, b)        ST_BANNED(strtok, st_split)
#undef gets
#define gets(a)             ST_BANNED(gets, getline)
#undef atoi
#define atoi(a)             ST_BANNED(atoi, st_parse_u64)
#undef atol
#define atol(a)             ST_BANNED(atol, st_parse_u64)
#undef localtime
#define localtime(a)        ST_BANNED(localtime, gmtime_r)
#undef gmtime
#define gmtime(a)           ST_BANNED(gmtime, gmtime_r)
#undef tmpnam
#define tmpnam(a)           ST_BANNED(tmpnam, st_file_replace)
#undef mktemp
#define mktemp(a)           ST_BANNED(mktemp, st_file_replace)
#undef alloca
#define alloca(n)           ST_BANNED(alloca, st_arena_alloc)
#endif
