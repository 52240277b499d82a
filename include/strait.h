/* strait: sanctions screening as a library. This header is the specification: what is not in it is not promised.
 *
 * The shape: an st_engine is an index file, opened, verified and ready; any number of threads may use it. Each thread has an st_session, which
 * holds the memory that a query needs. A screening gives an st_result, which belongs to its session and is valid until the session's next call
 * or its end.
 *
 *     st_error error;
 *     st_engine *engine = st_engine_open("today.stx", &error);
 *     st_session *session = st_session_new(engine, &error);
 *     st_subject subject = ST_SUBJECT_INIT;
 *     subject.name = "Jane Example";
 *     const st_result *result = st_session_screen(session, &subject, NULL, &error);
 *
 * Conventions
 *   Text        in: NUL-terminated UTF-8, NULL or "" for what is not known; borrowed for the call. out: NUL-terminated UTF-8, never NULL, owned
 *               by what it was taken from.
 *   Evidence    in 1/16 bits: how much likelier what was seen is of one party than of two, as a base-2 logarithm. It adds up: 16 more make it twice as likely.
 *   Scores      integers from 0 to 10000: how often, in ten thousand, pairs of names with so much evidence are one party; 7000 at 1.25 bits, never quite 10000.
 *   Errors      what returns a pointer returns NULL, what returns an int returns a negative ST_ERROR_ code. The st_error, which may be NULL,
 *               then says what is wrong, where, and what to do. A failed call changes nothing but the session's last result.
 *   Threads     an engine is immutable; a session is used by one thread at a time, results included.
 *   Handles     must be those that were given, and not NULL where NULL is not said to be allowed: they are not checked.
 *   Same input, same index: same bytes, on every machine.
 *   Structs that the caller fills begin with their size, set by the INIT macro: later versions add fields behind, and take what a program sets that
 *   was compiled before; the new fields then have the values of the INIT macro.
 */
#ifndef STRAIT_H
#define STRAIT_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ST_API
#if defined(__GNUC__)
#define ST_API __attribute__((visibility("default")))
#else
#define ST_API
#endif
#endif

#define STRAIT_VERSION_MAJOR 0
#define STRAIT_VERSION_MINOR 1
#define STRAIT_VERSION_PATCH 0
#define STRAIT_VERSION "0.1.0"
/* The version of the library that runs, as "0.1.0". Static. */
ST_API const char *st_version(void);

/* ---- errors ----------------------------------------------------------------------------------------------------------------------------- */
#define ST_ERROR_USAGE   (-1)   /* a wrong call: an argument or a query that cannot be meant */
#define ST_ERROR_DATA    (-2)   /* a file that is damaged, or of the wrong kind */
#define ST_ERROR_SYSTEM  (-3)   /* the system failed: file, memory map */
#define ST_ERROR_MEMORY  (-4)   /* out of memory */
#define ST_ERROR_LIMIT   (-5)   /* a stated limit was passed */

typedef struct st_error {
    int code;           /* one of the above; 0 when there was no error */
    char what[768];     /* the problem, without a full stop */
    char where[512];    /* the place, or "" */
    char hint[512];     /* what to do about it, or "" */
} st_error;

/* ---- engine ------------------------------------------------------------------------------------------------------------------------------ */
typedef struct st_engine st_engine;

/* Opens and verifies an index file made by `strait build`. Maps it; the descriptor is closed. While it is open the file may be replaced, as strait
 * build does, or removed, but not changed in place. NULL on failure: no such file (SYSTEM), not an
 * index, damaged, or made with other text tables (DATA), MEMORY. The caller closes it. Time: the file is read once. */
ST_API st_engine *st_engine_open(const char *path, st_error *error);
/* The same over memory, which must be aligned to 64 bytes and stay as it is until st_engine_close. Touches no disk. */
ST_API st_engine *st_engine_open_memory(const void *memory, size_t bytes, st_error *error);
/* All its sessions must have ended. NULL is allowed. */
ST_API void st_engine_close(st_engine *engine);

/* 32 hexadecimal digits that name the content of the index; every answer carries them. */
ST_API const char *st_engine_hash(const st_engine *engine);
ST_API uint32_t st_engine_parties(const st_engine *engine);
/* The names that the lists print, aliases among them. */
ST_API uint32_t st_engine_names(const st_engine *engine);

/* ---- query ------------------------------------------------------------------------------------------------------------------------------- */
typedef struct st_subject {
    size_t size;                            /* sizeof (st_subject): set by ST_SUBJECT_INIT */
    const char *id;                         /* the caller's own, carried through to the JSON */
    const char *type;                       /* person, organisation, vessel, aircraft, wallet, security, other; unknown ones are ST_ERROR_USAGE */
    const char *name;                       /* in any script */
    const char *const *aliases; size_t n_aliases;   /* at most 255 */
    const char *first_name, *middle_name, *last_name;   /* used when name is empty */
    const char *birth_date;                 /* 1961-03-12, 1961-03, 1961, 1961~ (about), 1960/1962; an unreadable one is ST_ERROR_USAGE */
    const char *birth_place, *gender, *nationality, *country, *address;
    const char *id_number;                  /* a number of any kind: a listed party that carries it is a hit, whatever else is said */
    const char *imo, *wallet;               /* the same, for ships and digital currency */
} st_subject;
#define ST_SUBJECT_INIT { sizeof(st_subject), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }

typedef struct st_options {
    size_t size;                            /* sizeof (st_options) */
    uint32_t threshold;                     /* hits score at least this, 0 to 10000 */
    uint32_t limit;                         /* at most so many hits; 0: all of them */
    int exhaustive;                         /* 1: score every name of the index; the same answer, slowly, to check the search by */
} st_options;
#define ST_OPTIONS_INIT { sizeof(st_options), 7000, 20, 0 }

/* ---- session and result ------------------------------------------------------------------------------------------------------------------ */
typedef struct st_session st_session;
typedef struct st_result st_result;

/* NULL on ST_ERROR_MEMORY. The engine stays the caller's and must outlive the session. */
ST_API st_session *st_session_new(const st_engine *engine, st_error *error);
/* Ends the session and its last result. NULL is allowed. */
ST_API void st_session_end(st_session *session);

/* Finds every listed party that reaches the threshold. options NULL: ST_OPTIONS_INIT. The result is the session's, valid until its next call.
 * NULL on failure: USAGE (neither name nor number, or none with a letter or digit; type or date unreadable; a wrong size; text that is not UTF-8), LIMIT (a name or
 * number of more than 64 KiB, more than 255 aliases), MEMORY. Time: grows with the names of the index that share rare parts with the subject's; with
 * exhaustive, with all of them. */
ST_API const st_result *st_session_screen(st_session *session, const st_subject *subject, const st_options *options, st_error *error);

/* Hits in the result, best first; equal scores by list, then record key. */
ST_API size_t st_result_count(const st_result *result);
/* Parties that reach the threshold, whether the limit let them in or not. */
ST_API size_t st_result_above(const st_result *result);
/* 1, or 0 when the answer may lack something: a name has more parts than take part in matching (32), or more ways to pair them than were tried. The
 * JSON then says why. */
ST_API int st_result_complete(const st_result *result);

typedef struct st_match {
    const char *id;          /* the list's own record key */
    const char *list;        /* id of the list, as ofac-sdn */
    const char *list_date;   /* publication date, or "" */
    const char *type;        /* person, organisation, vessel, ... or unknown */
    const char *name;        /* the party's primary name, as printed */
    const char *matched;     /* the listed name that scored, as printed; "" when only a number was equal */
    const char *asked;       /* the name of the subject that it was compared with; "" when only a number was equal */
    uint32_t score;          /* 0 to 10000 */
    size_t reasons;          /* for st_result_reason */
    int32_t bits;            /* the evidence behind the score, in 1/16 bits; may be negative */
} st_match;
/* Hit i, from 0; NULL past the end. */
ST_API const st_match *st_result_match(const st_result *result, size_t i);

typedef struct st_point {
    const char *kind;        /* of parts of names: same, form, spelling, sound, equivalent, joined, initial, against, only_query, only_list, order,
                                weak_alias, need, left_out; of the rest: type, birth_date, country, gender, birth_place, address, identifier; of OFAC's
                                measure: ofac, ofac_part. Later versions can add kinds. `strait screen --help` says what each means. */
    const char *query;       /* the parts or the value of the subject, or "" */
    const char *list;        /* those of the listed party, or "" */
    const char *text;        /* the reason in words */
    int32_t points;          /* what it added or took, in 1/16 bits; the points of all reasons add up to the match's bits */
} st_point;
/* Reason k of hit i, from 0; NULL past the end. */
ST_API const st_point *st_result_reason(const st_result *result, size_t i, size_t k);

/* The result as one line of JSON, without a line end, as `strait screen --json` prints it. */
ST_API const char *st_result_json(const st_result *result);

#ifdef __cplusplus
}
#endif
#endif
