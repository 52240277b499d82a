/* What each observation is worth: the parameters of the model, all in one place.
 *
 * Evidence is measured in bits: the base-2 logarithm of how much likelier an observation is between two records of one party than between records
 * of two (I. P. Fellegi and A. B. Sunter, "A theory for record linkage", JASA 64 (1969) 1183-1210), in integers of 1/16 bit. Shares are per
 * mille. weights.c holds the tables, doc/MATCHING.md says how they were estimated. */
#ifndef ST_WEIGHTS_H
#define ST_WEIGHTS_H
#include "text/key.h"

#define ST_BIT 16                       /* units a bit */
#define ST_CLASSES ST_WORD_CLASSES

typedef struct st_weights {
    /* The worth of a part that agrees: the bits of its rarity (st_rarity) within these bounds; of a typed word at most this, by class. */
    int16_t rare_least, rare_most, letter, class_most[ST_CLASSES];
    int16_t short_most[4];              /* parts of 2, 3, 4, 5 letters: few letters agree by chance, and most are syllables */
    /* What agreement loses that is not equality. An edit costs a share of the worth, over the longer length, and a fixed
     * part, which is larger for short parts: of 2 and 3, 4, 5, 6 and more letters. */
    int16_t edit_share, edit_fixed[4], joined, form, equivalent[4];
    int16_t sound_share, sound[4];      /* the same for parts that sound alike; by the number of their consonants: 2, 3, 4, 5 and more */
    int16_t least_share;                /* what is left must be at least this share of the worth, or the parts are not alike */
    /* What a name must show before it counts at all: a share of the worth of the query name, but never more than so much. */
    int16_t need_share, need_most;
    /* A part without partner costs a share of its worth: the list lacks it, the query lacks it. */
    int16_t miss_query, miss_list;
    /* Where both sides have such parts they stand against each other: these, by class, summed for each side; the lesser sum counts. */
    int16_t against_letter, against[ST_CLASSES];
    int16_t order;                      /* the parts stand in another order */
    int16_t weak;                       /* the list itself calls this alias weak */
} st_weights;
extern st_weights st_weights_of[ST_VIEWS];

/* What the query says besides names. */
typedef struct st_claim_weights {
    int16_t birth_day, birth_flipped, birth_month, birth_year, birth_near, birth_years, birth_far;
    int16_t country_same, country_other, gender_same, gender_other, kind_other;
    int16_t place_same, address_city, address_same, identifier;
    int16_t floor;                      /* a name with less is no hit, whatever else agrees */
} st_claim_weights;
extern st_claim_weights st_claim_weights_of;

/* Evidence as a score, 1 to 9999: how often, in ten thousand, pairs of names with so much evidence were labelled as one party; .70 at 1.25 bits. Rises with the bits. */
uint32_t st_score_of_bits(int32_t sixteenths);
/* The least evidence whose score is at least this; INT32_MIN / 2 for 0. */
int32_t st_bits_of_score(uint32_t score);
#endif
