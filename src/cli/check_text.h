/* Verdicts for people. */
#ifndef ST_CHECK_TEXT_H
#define ST_CHECK_TEXT_H
#include "engine/check.h"

/* The answer on one screen: a verdict for each regime, then each finding with the article, what decided, what is missing, what would change it. proofs: whole trees too. */
void st_checked_print(const st_checker *k, const st_checked *a, bool proofs, FILE *out);
#endif
