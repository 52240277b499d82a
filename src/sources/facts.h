/* What the readers of list feeds share: names out of parts, places, documents, and the prose that publishers put into fields.
 *
 * Everything is staged on the party that is open in the model. Scratch memory lives in the context; when it runs out the failure sticks and
 * st_facts_ok reports it, so that readers ask once per record. */
#ifndef ST_FACTS_H
#define ST_FACTS_H
#include "model/model.h"
#include "text/text.h"

/* kind: of the party at hand where it matters and the reader says so; the IMO number of an organisation is another than that of a ship. */
typedef struct st_facts { st_model *m; st_buf buf; st_code failed; st_kind kind; } st_facts;
#define ST_FACTS_MAX_TEXT (1u << 20)
static inline st_facts st_facts_new(st_model *m) { return (st_facts){ m, ST_BUF_INIT(ST_FACTS_MAX_TEXT), ST_OK, ST_KIND_UNKNOWN }; }
static inline void st_facts_free(st_facts *f) { st_buf_free(&f->buf); }
st_code st_facts_ok(const st_facts *f, st_err *err);

/* A part of a name with the qualifier it becomes. "na", "n/a" and "-" stand for none and are left out. */
typedef struct st_name_part { st_prop role; st_str text; } st_name_part;
/* Stages a name: `whole` where the list prints one, else the parts joined in their order. White space inside collapses to one blank. With two
 * parts or more each is kept as a qualifier. False when there is no name. */
bool st_facts_name(st_facts *f, st_prop head, st_str whole, const st_name_part *parts, size_t n_parts);
/* A name that holds others behind "a.k.a.", "f.k.a." and the like, in brackets or not, or a remark in brackets at its end: stages the others, then
 * the name without them, which callers may qualify. False, and nothing staged, for any other name. */
bool st_facts_other_names(st_facts *f, st_prop head, st_str name);
/* Stages a text with its white space collapsed. */
void st_facts_text(st_facts *f, st_prop head, st_str text);
/* Stages a name in another script with the script and language as codes where the words are known ("Cyrillic", "Russian"). */
void st_facts_original(st_facts *f, st_str name, st_str script, st_str language);

/* Stages "male" or "female" for M, F, male, Female, ...; nothing for what says neither. */
void st_facts_gender(st_facts *f, st_str text);
/* Stages each counted part of a cell as a text, or as a country. */
void st_facts_texts(st_facts *f, st_prop head, st_str cell);
/* A country as a fact, or as the place of the fact before. "Afghanistan (since 2009)" is Afghanistan with the text as detail. */
void st_facts_country(st_facts *f, st_prop head, st_str text);
void st_facts_in_country(st_facts *f, st_str text);
void st_facts_countries(st_facts *f, st_prop head, st_str cell);

typedef struct st_place { st_str street, po_box, city, region, postcode, country; } st_place;
/* Stages ADDRESS (empty value, parts as qualifiers) or BIRTH_PLACE (parts joined by ", ", and as qualifiers). False when all are empty. */
bool st_facts_place(st_facts *f, st_prop head, const st_place *p);

/* A date given as year, month and day, each of which may be empty or zero. False when there is no year or the calendar has no such day. */
bool st_date_parts(st_str year, st_str month, st_str day, bool circa, char out[32]);
/* The day of a timestamp: "2025-11-20T23:00:09Z" gives "2025-11-20". */
static inline st_str st_day_of(st_str stamp) { return stamp.n > 10 && stamp.p[10] == 'T' ? st_str_sub(stamp, 0, 10) : stamp; }
/* Stages the dates of a cell as people write them: counted, joined by "or", with "approximately", "circa", "between ... and ...", "1958 - 1963",
 * with a remark in parentheses (kept as detail). What is no date becomes a note. */
void st_facts_dates(st_facts *f, st_prop head, st_str cell);
/* Sets the list's date from DD/MM/YYYY, DD-Mon-YYYY or a timestamp; leaves it when the text is no date. */
void st_list_date(st_model *m, st_str date);
/* A date at the beginning of a longer text: the longest run of up to four words that reads as a date. */
bool st_prose_date(st_str text, char out[32]);
/* Qualifies the fact before with dates of issue and expiry that the text states ("issued on ...", "expires ..."). */
void st_prose_validity(st_model *m, st_str text);

/* Property of a document by the words of its type ("National Passport", "tazkira", "fiscal code"); `otherwise` when no word is known. */
st_prop st_document_prop(st_str type, st_prop otherwise);
/* What a tax or registration number of a Russian party is, told by its digits and their check: INN (10 or 12), OGRN (13 or 15); else `prop`. */
st_prop st_russian_prop(st_prop prop, st_str number);
/* Numbers with a label in running text: "INN: 7710000000 OGRN - 102...", "IMO 9074729", "TIN 77...". Stages one fact each and returns how many.
 * With `otherwise` not NONE a text without any label becomes one fact of that property. */
size_t st_facts_numbers(st_facts *f, st_str text, st_prop otherwise);
/* A document described in prose: its first word with four digits or more is the number, the whole text its detail;
 * a text of one word is the number. Without a number it becomes a note. */
void st_facts_document(st_facts *f, st_prop prop, st_str text);

/* Cuts the next part off a cell that counts its values: "(1) A (2) B", "a) A b) B", "(i) A, (ii) B". A cell that does not begin with the first
 * marker is one part. Parts without a letter or digit, and "to" and "and", are passed over. State starts as { .rest = cell }. */
typedef struct st_counted { st_str rest; unsigned at; char style; } st_counted;   /* style: '1', 'a', 'i', or '-' for a cell that does not count */
bool st_counted_next(st_counted *c, st_str *part);

/* Cuts the next name off a cell that divides names by semicolons, line ends, " / " or commas; a comma before a legal form ("Co., Ltd.") or within
 * brackets divides nothing. Empty ones are passed over. */
bool st_names_next(st_facts *f, st_str *rest, st_str *name);

/* A word that stands for no value: "na", "n/a", "-", "none". */
bool st_is_none(st_str s);
#endif
