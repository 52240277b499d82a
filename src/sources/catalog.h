/* What strait knows of a list besides the list: title, publisher, page, licence, from data/lists.tsv inside the binary. */
#ifndef ST_CATALOG_H
#define ST_CATALOG_H
#include "model/model.h"

/* Sets title, publisher, url and licence of the open list where its file states none. O(bytes of the table). */
void st_catalog_fill(st_model *m);
#endif
