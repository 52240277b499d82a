/* Made by bench/fit_curve.py --write: evidence in 1/16 bits, and its score. */
static const struct { int32_t bits; uint32_t score; } score_curve[] = {
    { -2560, 1 },
    { -1536, 620 },
    { -320, 820 },
    { -96, 1020 },
    { 0, 3000 },
    { 20, 7000 },
    { 24, 8200 },
    { 32, 9000 },
    { 96, 9430 },
    { 192, 9630 },
    { 320, 9999 },
};
