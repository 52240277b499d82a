/* The tables of the model. */
#include "match/weights.h"

enum { B = ST_BIT };

st_weights st_weights_of[ST_VIEWS] = {
    [ST_VIEW_PERSON] = {
        .rare_least = 48, .rare_most = 208, .letter = 16, .short_most = { 112, 128, 144, 160 },
        .class_most = { [ST_WORD_NONE] = 256, [ST_WORD_LEGAL_FORM] = 16, [ST_WORD_TITLE] = 16, [ST_WORD_PARTICLE] = 8, [ST_WORD_VESSEL_PREFIX] = 8,
                        [ST_WORD_DOMAIN] = 80, [ST_WORD_PLACE] = 96, [ST_WORD_NUMBER] = 64, [ST_WORD_GENERIC] = 32 },
        .edit_share = 500, .edit_fixed = { 40, 32, 32, 24 }, .joined = 48, .form = 0, .equivalent = { 0, 48, 48, 32 }, .least_share = 300,
        .sound_share = 1600, .sound = { 48, 40, 32, 16 },
        .need_share = 575, .need_most = 184, .miss_query = 450, .miss_list = 150,
        .against_letter = 144,
        .against = { [ST_WORD_NONE] = 544, [ST_WORD_LEGAL_FORM] = 16, [ST_WORD_TITLE] = 4, [ST_WORD_PARTICLE] = 4, [ST_WORD_VESSEL_PREFIX] = 0,
                     [ST_WORD_DOMAIN] = 128, [ST_WORD_PLACE] = 128, [ST_WORD_NUMBER] = 128, [ST_WORD_GENERIC] = 32 },
        .order = 32, .weak = 16,
    },
    [ST_VIEW_OTHER] = {
        .rare_least = 32, .rare_most = 208, .letter = 24, .short_most = { 48, 80, 80, 128 },
        .class_most = { [ST_WORD_NONE] = 256, [ST_WORD_LEGAL_FORM] = 16, [ST_WORD_TITLE] = 32, [ST_WORD_PARTICLE] = 8, [ST_WORD_VESSEL_PREFIX] = 8,
                        [ST_WORD_DOMAIN] = 128, [ST_WORD_PLACE] = 80, [ST_WORD_NUMBER] = 32, [ST_WORD_GENERIC] = 16 },
        .edit_share = 700, .edit_fixed = { 80, 56, 16, 16 }, .joined = 24, .form = 0, .equivalent = { 0, 80, 64, 32 }, .least_share = 600,
        .sound_share = 2100, .sound = { 48, 32, 24, 16 },
        .need_share = 575, .need_most = 192, .miss_query = 350, .miss_list = 100,
        .against_letter = 32,
        .against = { [ST_WORD_NONE] = 304, [ST_WORD_LEGAL_FORM] = 36, [ST_WORD_TITLE] = 4, [ST_WORD_PARTICLE] = 4, [ST_WORD_VESSEL_PREFIX] = 0,
                     [ST_WORD_DOMAIN] = 192, [ST_WORD_PLACE] = 208, [ST_WORD_NUMBER] = 16, [ST_WORD_GENERIC] = 112 },
        .order = 32, .weak = 16,
    },
};

st_claim_weights st_claim_weights_of = {
    .birth_day = 6 * B, .birth_flipped = 4 * B, .birth_month = 4 * B, .birth_year = 3 * B, .birth_near = 0, .birth_years = -4 * B, .birth_far = -9 * B,
    .country_same = B, .country_other = -B, .gender_same = B / 4, .gender_other = -5 * B, .kind_other = -6 * B,
    .place_same = 2 * B, .address_city = B, .address_same = 3 * B, .identifier = 14 * B, .floor = -2 * B,
};

/* Straight lines between the knots of a curve that bench/fit_curve.py estimates: how often pairs with so much evidence were labelled as one party. In integers, so that
 * no machine's floating point has a say. The knot at 1.25 bits is the default threshold. */
#include "match/score_curve.h"

enum { KNOTS = ST_LEN(score_curve) };

uint32_t st_score_of_bits(int32_t bits) {
    if (bits <= score_curve[0].bits) return score_curve[0].score;
    for (size_t i = 1; i < KNOTS; i++) {
        if (bits > score_curve[i].bits) continue;
        const uint32_t wide = (uint32_t)(score_curve[i].bits - score_curve[i - 1].bits), high = score_curve[i].score - score_curve[i - 1].score;
        return score_curve[i - 1].score + high * (uint32_t)(bits - score_curve[i - 1].bits) / wide;
    }
    return score_curve[KNOTS - 1].score;
}

int32_t st_bits_of_score(uint32_t score) {
    if (score == 0) return INT32_MIN / 2;
    int32_t lo = score_curve[0].bits - 1, hi = score_curve[KNOTS - 1].bits + 1;   /* the least x with st_score_of_bits(x) >= score */
    while (lo < hi) {
        int32_t mid = lo + (hi - lo) / 2;
        if (st_score_of_bits(mid) >= score) hi = mid;
        else lo = mid + 1;
    }
    return lo;
}
