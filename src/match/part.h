/* One part of a name as the matcher sees it, and how two parts are alike: the pair kernel, which search, exhaustive scan and compare share. */
#ifndef ST_PART_H
#define ST_PART_H
#include "match/edit.h"
#include "match/weights.h"

typedef struct st_part {
    st_str text;                  /* folded */
    uint32_t letters;             /* st_letters */
    uint32_t sound;               /* st_sound */
    uint16_t weight;              /* 1/16 bits; of a run, the sum */
    uint8_t cls;                  /* st_word_class */
    bool run;                     /* several parts written together */
    bool loose;                   /* of a run: may be misspelt too, since one of its parts is short */
} st_part;

/* Fills a part from its folded text, which it borrows. rarity: in 1/16 bits, as st_rarity or an index gives. */
void st_part_make(st_part *p, st_str text, st_view view, unsigned rarity);
/* The worth of a part of this class, length and rarity. */
uint16_t st_part_worth(st_view view, unsigned rarity, unsigned cls, size_t letters);

typedef enum st_relation { ST_REL_SAME, ST_REL_FORM, ST_REL_SPELLING, ST_REL_SOUND, ST_REL_EQUIVALENT, ST_REL_INITIAL } st_relation;
/* cost: of spelling and sound, the weighted edits in 1/16 edits; of equivalents, the strength. */
typedef struct st_likeness { uint8_t relation; uint16_t cost; int16_t gain; } st_likeness;

/* What two texts have in common, whatever the view: the part of the kernel that takes time. strength: st_equivalent of the texts, which the caller fills
 * in, 0 for runs. */
typedef struct st_affinity { uint16_t cost; bool same, spelt, sounds; uint8_t strength; } st_affinity;
void st_affinity_of(const st_part *a, const st_part *b, const st_pattern *pattern, st_affinity *out);   /* pattern: of a->text, may be NULL */
/* Whether two parts are alike, by the relation that gains most (ties: the first in the order above), and what it is worth in this view: the lesser of the
 * two worths less what the relation loses. Symmetric. */
bool st_like_by(const st_affinity *f, const st_part *a, const st_part *b, st_view view, st_likeness *out);
/* Both at once. */
bool st_like(const st_part *a, const st_part *b, const st_pattern *pattern, st_view view, st_likeness *out);

/* Edits from a to b in 1/16 of one edit, by optimal string alignment with unequal costs: a vowel for a vowel, a doubled letter, letters that sound or look
 * alike or lie side by side on the keyboard cost less, the first letter more. At most 24 letters each, else 16 an edit. */
unsigned st_edit_cost(st_str a, st_str b);
#endif
