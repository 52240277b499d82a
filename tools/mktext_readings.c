/* The readings of mktext: data/names/readings.txt, one table of cells for each slot. A system changes the cells of its letters; what folds like
 * one of them (capitals, accented and compatibility forms) changes with it. As systems of different scripts do not meet, one table holds the
 * first system of every script, the next one the second of every script, and so on. */
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include "mktext.h"
#include "mktext_han.h"

enum { SYSTEMS_MAX = 96, RULES_MAX = 4096 };
static st_system system_of[SYSTEMS_MAX]; static size_t systems;
static st_rule rule[RULES_MAX]; static size_t rules;
/* Lines that change letters: of which system. */
typedef struct change { size_t system; st_str entry; } change;
static change changes[8192]; static size_t n_changes;
static struct { size_t system; st_str field; } han[32]; static size_t n_han;

static st_text text_of(st_str s) { return (st_text){ mk_text(s.p, s.n), (uint32_t)s.n }; }

/* "[Cyrl iso] what it covers" */
static void begin_system(st_str line) {
    if (systems == SYSTEMS_MAX || line.n < 8 || line.p[5] != ' ') mk_die("readings.txt: a head", line.p);
    const size_t end = st_str_chr(line, ']');
    if (end == SIZE_MAX || end < 7) mk_die("readings.txt: no ] in", line.p);
    st_system *s = &system_of[systems++];
    *s = (st_system){ .slot = 1, .rule = (uint32_t)rules, .name = text_of(st_str_sub(line, 6, end)), .covers = text_of(st_str_trim(st_str_sub(line, end + 1, line.n))) };
    memcpy(s->script, line.p + 1, 4);
    for (size_t i = 0; i + 1 < systems; i++) if (memcmp(system_of[i].script, s->script, 4) == 0) s->slot = system_of[i].slot + 1;
    if (s->slot >= ST_READINGS_MOST) mk_die("readings.txt: too many systems of one script", line.p);
}

static void add_rules(st_system *s, st_str line) {
    for (st_str entry; st_split(&line, " ", &entry) || line.n;) {
        if (!entry.n) continue;
        const size_t eq = st_str_chr(entry, '=');
        if (eq == SIZE_MAX || eq == 0) mk_die("readings.txt: a rule", entry.p);
        for (size_t i = eq + 1; i < entry.n; i++) if (entry.p[i] < 'a' || entry.p[i] > 'z') mk_die("readings.txt: a rule gives other than a to z", entry.p);
        if (rules == RULES_MAX) mk_die("readings.txt", "too many rules");
        const st_text from = text_of(st_str_sub(entry, 0, eq)), to = text_of(st_str_sub(entry, eq + 1, entry.n));
        rule[rules++] = (st_rule){ from.at, to.at, (uint16_t)from.n, (uint16_t)to.n };
        s->rules++;
    }
}

static void add_letters(st_str line) {
    for (st_str entry; st_split(&line, " ", &entry) || line.n;) {
        if (!entry.n) continue;
        if (n_changes == ST_LEN(changes)) mk_die("readings.txt", "too many letters");
        changes[n_changes++] = (change){ systems - 1, entry };
    }
}

static void add_flags(st_system *s, st_str line) {
    static const struct { const char *word; uint32_t flag; } flags[] = { { "vowels", ST_READS_VOWELS }, { "surname", ST_READS_NAME }, { "joined", ST_READS_JOINED },
                                                                        { "sun", ST_READS_SUN }, { "e", ST_READS_E }, { "key", ST_READS_KEY },
                                                                        { "words", ST_READS_WORDS }, { "whole", ST_READS_WHOLE },
                                                                        { "clusters", ST_READS_CLUSTERS }, { "schwa", ST_READS_SCHWA } };
    for (st_str word; st_split(&line, " ", &word) || line.n;) {
        size_t i = 0;
        while (i < ST_LEN(flags) && !st_str_is(word, flags[i].word)) i++;
        if (i == ST_LEN(flags)) mk_die("readings.txt: with what?", word.p);
        s->flags |= flags[i].flag;
        if (flags[i].flag == ST_READS_KEY) s->slot = ST_READINGS_MOST - 1;
    }
}

static void parse(st_str rest) {
    for (st_str line; st_split(&rest, "\n", &line) || rest.n;) {
        if (!line.n || line.p[0] == '#') continue;
        if (line.p[0] == '[') { begin_system(line); continue; }
        if (!systems) mk_die("readings.txt: before the first head", line.p);
        st_system *s = &system_of[systems - 1];
        if (st_str_starts(line, "when ")) s->when = text_of(st_str_sub(line, 5, line.n));
        else if (st_str_starts(line, "unless ")) s->unless = text_of(st_str_sub(line, 7, line.n));
        else if (st_str_starts(line, "then ")) add_rules(s, st_str_sub(line, 5, line.n));
        else if (st_str_starts(line, "with ")) add_flags(s, st_str_sub(line, 5, line.n));
        else if (st_str_starts(line, "from ")) {
            if (n_han == ST_LEN(han)) mk_die("readings.txt", "too many fields");
            han[n_han].system = systems - 1;
            han[n_han++].field = st_str_sub(line, 5, line.n);
        } else add_letters(line);
    }
}

/* The cells that a slot changed, to be put back. */
static struct { uint32_t cp; cell was; } *undo; static size_t undos, undo_cap;

static void change_cell(uint32_t cp, const char *text, size_t n, st_fold_class class) {
    if (st_grow(undo, undo_cap, undos + 1) != 0) mk_die("readings", "out of memory");
    undo[undos].cp = cp;
    undo[undos++].was = mk_cells[cp];
    mk_set(&mk_cells[cp], text, n, class);
    mk_cells[cp].fixed = true;
}

void mk_read_as(uint32_t cp, const char *text, size_t n, bool part) { change_cell(cp, text, n, part ? ST_FOLD_PART : ST_FOLD_TEXT); }

static void change_letters(st_str entry) {
    const size_t eq = st_str_chr(st_str_sub(entry, 1, entry.n), '=');
    if (eq == SIZE_MAX) mk_die("readings.txt: no = in", entry.p);
    const st_str key = st_str_sub(entry, 0, eq + 1), value = st_str_sub(entry, eq + 2, entry.n);
    size_t i = 0, n;
    const UChar32 a = (UChar32)st_utf8_next(key, &i), b = i < key.n ? (UChar32)st_utf8_next(key, &i) : 0;
    if (i < key.n) mk_die("readings.txt: three letters", key.p);
    char text[64];
    const st_fold_class class = mk_class_of_entry(a, value, text, &n);
    if (b) {
        const uint32_t pair = mk_find_pair((uint32_t)a, (uint32_t)b);
        change_cell(pair, text, n, class);
        if (pair >= ST_CP_OWN) change_cell(pair + 1, text, n, class);
    } else change_cell((uint32_t)a, text, n, class);
}

/* Was this the cell of the letter before its slot changed it? */
static bool was_as(const cell *c, UChar32 letter) {
    for (size_t i = 0; i < undos; i++)
        if (undo[i].cp == (uint32_t)letter) return undo[i].was.class == c->class && strcmp(undo[i].was.text, c->text) == 0;
    return false;
}

static void change_forms(bool *changed) {
    const size_t own = undos;
    for (size_t i = 0; i < own; i++) changed[undo[i].cp] = true;
    for (UChar32 x = 0; x < 0x110000; x++) {
        UChar32 base = x, d[2];
        if (changed[x] || mk_cells[x].fixed || (x >= 0xAC00 && x <= 0xD7A3)) continue;
        for (int k = 0; k < 6 && !changed[base]; k++) {
            const UChar32 small = u_foldCase(base, U_FOLD_CASE_DEFAULT);
            if (small != base) base = small;
            else if (mk_raw_decomposition(base, d) > 0) base = d[0];
            else break;
        }
        if (base != x && changed[base] && was_as(&mk_cells[x], base)) change_cell((uint32_t)x, mk_cells[base].text, mk_cells[base].n, (st_fold_class)mk_cells[base].class);
    }
    for (size_t i = 0; i < own; i++) changed[undo[i].cp] = false;
}

static int by_script(const void *x, const void *y) {
    const st_system *a = x, *b = y;
    const int c = memcmp(a->script, b->script, 4);
    return c ? c : a->slot < b->slot ? -1 : 1;
}

unsigned mk_slot(const char *script, st_str name) {
    for (size_t i = 0; i < systems; i++)
        if (memcmp(system_of[i].script, script, 4) == 0 && st_str_eq(name, mk_text_at(system_of[i].name.at, system_of[i].name.n))) return system_of[i].slot;
    mk_die("spoken.txt: no such system", name.p);
}

unsigned mk_key_slot(const char *script) {
    for (size_t i = 0; i < systems; i++)
        if (memcmp(system_of[i].script, script, 4) == 0 && system_of[i].flags & ST_READS_KEY) return system_of[i].slot;
    return 0;
}

void mk_readings(const char *dir, const char *unihan) {
    size_t n;
    char *file = mk_read_file(dir, "names/readings.txt", &n);
    bool *changed = calloc(CPS, sizeof *changed);
    if (!changed) mk_die("readings", "out of memory");
    parse((st_str){ file, n });
    mk_han_begin(unihan);
    for (unsigned slot = 1; slot < ST_READINGS_MOST; slot++) {
        for (size_t i = 0; i < n_changes; i++) if (system_of[changes[i].system].slot == slot) change_letters(changes[i].entry);
        change_forms(changed);
        for (size_t i = 0; i < n_han; i++) if (system_of[han[i].system].slot == slot) mk_han(han[i].field);
        mk_fold_table(slot);
        while (undos) { undos--; mk_cells[undo[undos].cp] = undo[undos].was; }
    }
    for (size_t i = 0; i < systems; i++) system_of[i].key = mk_key_slot(system_of[i].script);
    qsort(system_of, systems, sizeof *system_of, by_script);
    mk_head.system = mk_section(system_of, systems, sizeof *system_of);
    mk_head.rule = mk_section(rule, rules, sizeof *rule);
    free(changed);
    free(file);
    free(undo);
}
