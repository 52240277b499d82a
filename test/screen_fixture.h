/* A small made-up index for the tests of screening, written to a temporary file. */
#ifndef ST_SCREEN_FIXTURE_H
#define ST_SCREEN_FIXTURE_H
#include <unistd.h>
#include "engine/screen.h"

static inline void fx_party(st_model *m, const char *key, st_kind kind, const char *name) {
    st_model_party(m, st_str_of(key), 1);
    st_model_main(m);
    st_model_kind(m, kind);
    st_fact(m, ST_P_NAME, st_str_of(name));
}

static inline void fx_people(st_model *m) {
    fx_party(m, "P-1", ST_KIND_PERSON, "Vasily Quartz Examplov");
    st_fact(m, ST_P_ALIAS, ST_STR("Wassili Examplow"));
    st_fact(m, ST_P_ORIGINAL_NAME, ST_STR("\xD0\x92\xD0\xB0\xD1\x81\xD0\xB8\xD0\xBB\xD0\xB8\xD0\xB9 \xD0\xAD\xD0\xBA\xD0\xB7\xD0\xB0\xD0\xBC\xD0\xBF\xD0\xBB\xD0\xBE\xD0\xB2"));
    st_fact(m, ST_P_BIRTH_DATE, ST_STR("1961-03-12"));
    st_fact(m, ST_P_BIRTH_PLACE, ST_STR("Exampleville, Upper Sampleland"));
    st_fact(m, ST_P_GENDER, ST_STR("male"));
    st_fact(m, ST_P_NATIONALITY, ST_STR("RU"));
    st_fact(m, ST_P_PASSPORT, ST_STR("AB 1234567"));
    st_model_commit(m, NULL);
    fx_party(m, "P-2", ST_KIND_PERSON, "Ali Al Examplah");
    st_fact(m, ST_P_WEAK_ALIAS, ST_STR("Sandstone"));
    st_fact(m, ST_P_ADDRESS, ST_STR("12 Gravel Road, Pebbleton"));
    st_qual(m, ST_Q_COUNTRY, ST_STR("AE"));
    st_model_commit(m, NULL);
    fx_party(m, "P-3", ST_KIND_PERSON, "Ali Hassan Sampleh");
    st_fact(m, ST_P_BIRTH_DATE, ST_STR("1970"));
    st_fact(m, ST_P_NATIONALITY, ST_STR("Samplish or Examplean"));   /* as printed: no country that is known */
    st_model_commit(m, NULL);
    fx_party(m, "P-4", ST_KIND_PERSON, "Omar Hassan Sampleh");
    st_fact(m, ST_P_CITIZENSHIP, ST_STR("SU"));
    st_model_commit(m, NULL);
}

static inline void fx_things(st_model *m) {
    fx_party(m, "O-1", ST_KIND_ORGANISATION, "Heron Shipping Limited");
    st_fact(m, ST_P_COUNTRY, ST_STR("PA"));
    st_fact(m, ST_P_REGISTRATION, ST_STR("HRB 12-34"));
    st_model_commit(m, NULL);
    fx_party(m, "O-2", ST_KIND_ORGANISATION, "Blue Heron Trading LLC");
    st_model_commit(m, NULL);
    fx_party(m, "O-3", ST_KIND_ORGANISATION, "Depot 61398");
    st_model_commit(m, NULL);
    fx_party(m, "V-1", ST_KIND_VESSEL, "Blue Heron");
    st_fact(m, ST_P_IMO, ST_STR("9074729"));
    st_fact(m, ST_P_FLAG, ST_STR("PA"));
    st_model_commit(m, NULL);
    fx_party(m, "W-1", ST_KIND_WALLET, "Examplecoin Tumbler");
    st_fact(m, ST_P_WALLET, ST_STR("1ExampLeExampLeExampLeExampLe1111"));
    st_qual(m, ST_Q_CURRENCY, ST_STR("XBT"));
    st_model_commit(m, NULL);
    fx_party(m, "X-1", ST_KIND_PERSON, "9074729 Collector");
    st_fact(m, ST_P_PASSPORT, ST_STR("9074729"));   /* the same digits as the ship's number, but a passport */
    st_fact(m, ST_P_SERIAL_NUMBER, ST_STR("9-55"));
    st_model_commit(m, NULL);
}

/* Names of two or three invented words, so that parts differ in how many names hold them. */
static inline void fx_filler(st_model *m, unsigned n) {
    static const char *const first[] = { "Bar", "Kel", "Mor", "Tal", "Zan", "Ver", "Lin" }, *const second[] = { "gan", "dor", "mish", "tov", "rek" };
    for (unsigned i = 0; i < n; i++) {
        char key[16], name[64];
        snprintf(key, sizeof key, "F-%03u", i);
        snprintf(name, sizeof name, "%s%s %s%s", first[i % 7], second[i % 5], first[i % 3], second[i / 7 % 5]);
        if (i % 4 == 0) snprintf(name, sizeof name, "%s%s Hassan %s", first[i % 7], second[i % 5], i % 8 ? "Ali" : "Shipping Ltd");
        fx_party(m, key, i % 3 ? ST_KIND_PERSON : ST_KIND_ORGANISATION, name);
        st_model_commit(m, NULL);
    }
}

static inline st_code fx_end(st_model *m, st_err *err) { return st_model_list_end(m, 1000, err); }

/* Writes the index to path. */
static inline st_code fx_write(const char *path, st_err *err) {
    st_model *m = st_model_new(err);
    if (!m) return ST_E_NOMEM;
    st_code code = st_model_list_begin(m, ST_STR("xx-a"), err);
    st_model_list_set(m, ST_LIST_DATE, ST_STR("2026-01-02"));
    fx_people(m);
    fx_things(m);
    if (code == ST_OK) code = fx_end(m, err);
    if (code == ST_OK) code = st_model_list_begin(m, ST_STR("xx-b"), err);
    fx_party(m, "P-1", ST_KIND_PERSON, "Vasily Quartz Examplov");
    st_model_commit(m, err);
    fx_filler(m, 80);
    if (code == ST_OK) code = fx_end(m, err);
    if (code == ST_OK) code = st_index_write(m, path, NULL, err);
    st_model_free(m);
    return code;
}

/* An engine over it; the file is gone again when this returns. */
static inline st_engine *fx_engine(st_err *err) {
    char path[] = "/tmp/strait-screen-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0) return NULL;
    close(fd);
    st_engine *e = fx_write(path, err) == ST_OK ? st_engine_load(path, err) : NULL;
    unlink(path);
    return e;
}
#endif
