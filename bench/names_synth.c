/* Names for an index of any size, put together from the parts of real ones: names_synth N SEED < PARTS > LIST.csv
 *
 * PARTS: one real name a line, "P given more family" or "O words of a company", in a-z and 0-9 with single blanks (bench/names_synth.py makes it from
 * official lists). The output is strait's own list format with id, type, name, aliases. The same input gives the same bytes.
 *
 * Seven of ten parties are people. A name has the length of a real one of its kind; each part is either one that stood at such a place before, drawn from all
 * earlier occurrences, so that what is common becomes more common (Yule 1925, Simon 1955), or a new one. New parts come at the rate that keeps
 * the number of distinct ones at V0 (m / m0)^0.6 of m names (Heaps 1978; official lists have 0.62 to 0.67, falling); 55 % of them by a Markov chain over
 * three letters of the real parts, 45 % by one or two edits of a part in use. Fifteen of a hundred names are aliases: a party's name with an edit, a part
 * less, two parts joined, an initial or another order. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PARTS = 8, MAX_PART = 24, LETTERS = 37, CONTEXTS = LETTERS * LETTERS * LETTERS, LINE = 4096 };
enum { P_FIRST, P_MIDDLE, P_LAST, O_FIRST, O_MIDDLE, O_LAST, ROLES };

typedef struct bag { uint32_t *v; size_t n, room; } bag;
typedef struct name { uint32_t part[MAX_PARTS]; uint32_t n; } name;

static struct {
    char (*text)[MAX_PART + 1]; size_t n, room;      /* distinct parts */
    uint32_t *slot; size_t slots;                    /* open addressing, number + 1 */
} dict;
static bag seen[ROLES], length[2];
static uint32_t (*chain)[LETTERS];                   /* counts of the letter that follows three others; 0 is the end */
static uint64_t state;

static void fail(const char *what) {
    fprintf(stderr, "names_synth: %s\n", what);
    exit(3);
}

static void *grown(void *p, size_t n, size_t size) {
    void *q = realloc(p, n * size);
    if (!q) fail("out of memory");
    return q;
}

/* splitmix64 (Steele, Lea and Flood 2014): one multiplication chain, no state but a counter. */
static uint64_t random64(void) {
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}
static uint32_t below(size_t n) { return (uint32_t)(((random64() >> 32) * (uint64_t)n) >> 32); }
static bool chance(double p) { return (double)(random64() >> 11) * 0x1p-53 < p; }

static void put(bag *b, uint32_t v) {
    if (b->n == b->room) {
        b->room = b->room ? 2 * b->room : 1024;
        b->v = grown(b->v, b->room, sizeof *b->v);
    }
    b->v[b->n++] = v;
}

/* ---- parts --------------------------------------------------------------------------------------------------------------------------------- */

static uint64_t hash(const char *s) {
    uint64_t h = 0xcbf29ce484222325u;   /* FNV-1a */
    for (; *s; s++) h = (h ^ (uint8_t)*s) * 0x100000001b3u;
    return h ^ (h >> 29);
}

static void rehash(void) {
    dict.slots = dict.slots ? 2 * dict.slots : 1u << 17;
    free(dict.slot);
    dict.slot = calloc(dict.slots, sizeof *dict.slot);
    if (!dict.slot) fail("out of memory");
    for (size_t i = 0; i < dict.n; i++) {
        size_t at = hash(dict.text[i]) & (dict.slots - 1);
        while (dict.slot[at]) at = (at + 1) & (dict.slots - 1);
        dict.slot[at] = (uint32_t)i + 1;
    }
}

/* The number of a part; a new one when it is not known yet. */
static uint32_t intern(const char *s) {
    if (2 * (dict.n + 1) > dict.slots) rehash();
    size_t at = hash(s) & (dict.slots - 1);
    for (; dict.slot[at]; at = (at + 1) & (dict.slots - 1))
        if (strcmp(dict.text[dict.slot[at] - 1], s) == 0) return dict.slot[at] - 1;
    if (dict.n == dict.room) {
        dict.room = dict.room ? 2 * dict.room : 1u << 16;
        dict.text = grown(dict.text, dict.room, sizeof *dict.text);
    }
    memcpy(dict.text[dict.n], s, strlen(s) + 1);
    dict.slot[at] = (uint32_t)++dict.n;
    return (uint32_t)dict.n - 1;
}

static uint32_t letter(char c) { return c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') + 1 : (uint32_t)(c - '0') + 27; }
static char sign(uint32_t k) { return (char)(k <= 26 ? 'a' + (int)k - 1 : '0' + (int)k - 27); }

static void learn(const char *s) {
    uint32_t before = 0;
    for (;; s++) {
        uint32_t k = *s ? letter(*s) : 0;
        chain[before][k]++;
        if (!k) return;
        before = (before * LETTERS + k) % CONTEXTS;
    }
}

static void by_chain(char out[MAX_PART + 1]) {
    uint32_t before = 0, n = 0;
    while (n < MAX_PART) {
        uint64_t total = 0;
        for (uint32_t k = 0; k < LETTERS; k++) total += chain[before][k];
        if (!total) break;
        uint64_t left = below(total);
        uint32_t k = 0;
        while (left >= chain[before][k]) left -= chain[before][k++];
        if (!k) break;
        out[n++] = sign(k);
        before = (before * LETTERS + k) % CONTEXTS;
    }
    out[n] = 0;
}

/* One edit at a random place; the part keeps at least one letter and at most MAX_PART. */
static void edit(char *s) {
    size_t n = strlen(s), at = below(n);
    char c = (char)('a' + (int)below(26));
    switch (below(4)) {
    case 0:
        if (n < MAX_PART) {
            memmove(s + at + 1, s + at, n - at + 1);
            s[at] = c;
        }
        break;
    case 1:
        if (n > 1) memmove(s + at, s + at + 1, n - at);
        break;
    case 2: s[at] = c; break;
    default:
        if (at + 1 < n) {
            c = s[at];
            s[at] = s[at + 1];
            s[at + 1] = c;
        }
    }
}

static uint32_t edited(uint32_t part, uint32_t times) {
    char s[MAX_PART + 1];
    memcpy(s, dict.text[part], sizeof s);
    while (times--) edit(s);
    return intern(s);
}

static uint32_t invented(const bag *b) {
    char s[MAX_PART + 1] = "";
    if (chance(0.45)) return edited(b->v[below(b->n)], 1 + below(2));
    for (int tries = 0; tries < 8 && strlen(s) < 2; tries++) by_chain(s);
    return intern(*s ? s : "a");
}

/* ---- names --------------------------------------------------------------------------------------------------------------------------------- */

static uint32_t role(bool person, uint32_t i, uint32_t n) { return (person ? P_FIRST : O_FIRST) + (i == 0 ? 0u : i + 1 == n ? 2u : 1u); }

static name made(bool person, double fresh) {
    name out = { .n = length[!person].v[below(length[!person].n)] };
    for (uint32_t i = 0; i < out.n; i++) {
        bag *b = &seen[role(person, i, out.n)];
        uint32_t part = chance(fresh) ? invented(b) : b->v[below(b->n)];
        put(b, part);
        out.part[i] = part;
    }
    return out;
}

static name varied(name of) {
    uint32_t how = below(20), at = below(of.n);
    char s[2 * MAX_PART + 2];
    if (how < 4 && of.n > 2) {
        memmove(of.part + at, of.part + at + 1, (of.n - at - 1) * sizeof *of.part);
        of.n--;
    } else if (how < 7 && of.n > 1) {
        at = at + 1 < of.n ? at : 0;
        snprintf(s, sizeof s, "%s%s", dict.text[of.part[at]], dict.text[of.part[at + 1]]);
        s[MAX_PART] = 0;
        of.part[at] = intern(s);
        memmove(of.part + at + 1, of.part + at + 2, (of.n - at - 2) * sizeof *of.part);
        of.n--;
    } else if (how < 10 && of.n > 1) {
        uint32_t first = of.part[0];
        memmove(of.part, of.part + 1, (of.n - 1) * sizeof *of.part);
        of.part[of.n - 1] = first;
    } else if (how < 12 && of.n > 1) {
        snprintf(s, sizeof s, "%c", dict.text[of.part[at]][0]);
        of.part[at] = intern(s);
    } else of.part[at] = edited(of.part[at], 1);
    return of;
}

static void print(const name *n) {
    for (uint32_t i = 0; i < n->n; i++) {
        const char *s = dict.text[n->part[i]];
        if (i) putchar(' ');
        putchar(*s >= 'a' && *s <= 'z' ? *s - 'a' + 'A' : *s);
        fputs(s + 1, stdout);
    }
}

/* ---- real names in, made-up ones out ---------------------------------------------------------------------------------------------------------- */

static size_t read_parts(void) {
    char line[LINE];
    size_t names = 0;
    while (fgets(line, sizeof line, stdin)) {
        bool person = line[0] == 'P';
        char *part[MAX_PARTS];
        uint32_t n = 0;
        for (char *s = strtok(line + 1, " \n"); s && n < MAX_PARTS; s = strtok(NULL, " \n"))
            if (strlen(s) <= MAX_PART && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789") == strlen(s)) part[n++] = s;
        if (!n) continue;
        for (uint32_t i = 0; i < n; i++) {
            size_t before = dict.n;
            uint32_t p = intern(part[i]);
            if (dict.n > before) learn(part[i]);
            put(&seen[role(person, i, n)], p);
        }
        put(&length[!person], n);
        names++;
    }
    for (int r = 0; r < ROLES; r++)
        if (!seen[r].n) fail("the parts lack people or companies of three words");
    return names;
}

int main(int argc, char **argv) {
    char *end = NULL;
    unsigned long long wanted = argc > 2 ? strtoull(argv[1], &end, 10) : 0;
    if (argc != 3 || *end || !wanted) {
        fprintf(stderr, "usage: names_synth N SEED < PARTS > LIST.csv\n");
        return 2;
    }
    state = strtoull(argv[2], NULL, 10);
    chain = calloc(CONTEXTS, sizeof *chain);
    if (!chain) fail("out of memory");
    size_t real = read_parts(), real_parts = dict.n;
    fputs("# list: generated\n# title: Generated names, for measuring\n# date: 2026-01-01\nid,type,name,aliases\n", stdout);
    double target = 0, fresh = 0;
    for (unsigned long long n = 0, party = 1; n < wanted; party++) {
        if (party % 64 == 1) {   /* aliases bring new parts as well: the rate follows what is lacking */
            target = (double)real_parts * pow((double)(real + n) / (double)real, 0.6);
            fresh = (double)dict.n < target ? 1.2 * target / (double)(real + n) : 0;
        }
        bool person = chance(0.7);
        name main_name = made(person, fresh);
        printf("G%llu,%s,", party, person ? "person" : "organisation");
        print(&main_name);
        putchar(',');
        n++;
        if (n < wanted && chance(0.15 / 0.85)) {
            name alias = varied(main_name);
            print(&alias);
            n++;
        }
        putchar('\n');
    }
    fprintf(stderr, "%llu names, %zu distinct parts\n", wanted, dict.n);
    return fflush(stdout) ? 4 : 0;
}
