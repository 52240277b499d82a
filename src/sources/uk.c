/* Fields of the United Kingdom's lists, once for all their formats. */
#include "model/ident.h"
#include "sources/uk.h"

/* What the field's texts become: a head, or for a relation a head whose target is the text. */
static const struct field { st_prop head; bool link, former, whole; const char *note; } fields[ST_UK_FIELDS] = {
    [ST_UK_TITLE] = { ST_P_TITLE, false, false, false, NULL }, [ST_UK_PHONE] = { ST_P_PHONE, false, false, false, NULL },
    [ST_UK_EMAIL] = { ST_P_EMAIL, false, false, false, NULL }, [ST_UK_WEBSITE] = { ST_P_WEBSITE, false, false, false, NULL },
    [ST_UK_DOB] = { ST_P_BIRTH_DATE, false, false, false, NULL }, [ST_UK_NATIONALITY] = { ST_P_NATIONALITY, false, false, false, NULL },
    [ST_UK_POSITION] = { ST_P_POSITION, false, false, false, NULL }, [ST_UK_GENDER] = { ST_P_GENDER, false, false, false, NULL },
    [ST_UK_ENTITY_TYPE] = { ST_P_LEGAL_FORM, false, false, false, NULL }, [ST_UK_SUBSIDIARY] = { ST_P_OWNS, true, false, false, NULL },
    [ST_UK_PARENT] = { ST_P_OWNED_BY, true, false, false, NULL }, [ST_UK_BUSINESS] = { ST_P_REGISTRATION, false, false, false, NULL },
    [ST_UK_IMO] = { ST_P_IMO, false, false, false, NULL }, [ST_UK_OWNER] = { ST_P_SHIP_OWNER, true, false, false, NULL },
    [ST_UK_OWNER_BEFORE] = { ST_P_SHIP_OWNER, true, true, false, NULL }, [ST_UK_FLAG] = { ST_P_FLAG, false, false, false, NULL },
    [ST_UK_FLAG_BEFORE] = { ST_P_FLAG, false, true, false, NULL }, [ST_UK_SHIP_TYPE] = { ST_P_VESSEL_TYPE, false, false, false, NULL },
    [ST_UK_TONNAGE] = { ST_P_TONNAGE, false, false, false, NULL }, [ST_UK_LENGTH] = { ST_P_NOTE, false, false, false, "Length of ship" },
    [ST_UK_BUILT] = { ST_P_BUILT, false, false, false, NULL }, [ST_UK_HULL] = { ST_P_ID_NUMBER, false, false, false, "Hull identification number" },
    [ST_UK_OTHER] = { ST_P_REMARK, false, false, true, NULL }, [ST_UK_REASONS] = { ST_P_REASON, false, false, true, NULL },
};

static void one(st_facts *f, st_uk_field field, st_str text) {
    const struct field *d = &fields[field];
    st_model *m = f->m;
    if (st_is_none(text)) return;
    if (d->link) {
        st_fact(m, d->head, ST_STR_NONE);
        st_qual(m, ST_Q_TARGET_NAME, text);
    } else switch ((int)field) {
        case ST_UK_DOB: case ST_UK_BUILT: st_facts_dates(f, d->head, text); break;
        case ST_UK_NATIONALITY: case ST_UK_FLAG: case ST_UK_FLAG_BEFORE: st_facts_country(f, d->head, text); break;
        case ST_UK_GENDER: st_facts_gender(f, text); break;
        case ST_UK_BUSINESS: st_facts_numbers(f, text, d->head); break;
        case ST_UK_LENGTH: st_note(m, st_str_of(d->note), text); break;
        case ST_UK_IMO: {
            size_t i = st_str_istarts(text, "imo") ? 3 : 0;
            while (i < text.n && (text.p[i] == ' ' || text.p[i] == ':' || text.p[i] == '.')) i++;
            st_fact(m, d->head, st_str_sub(text, i, text.n));
            break;
        }
        default:
            st_facts_text(f, d->head, text);
            if (d->note) st_qual(m, ST_Q_TYPE, st_str_of(d->note));
    }
    if (d->former) st_qual(m, ST_Q_STATUS, ST_STR("former"));
}

void st_uk_fact(st_facts *f, st_uk_field field, st_str text) {
    if (fields[field].whole) { st_facts_text(f, fields[field].head, text); return; }
    for (st_str cell; st_split(&text, "|", &cell);) {
        st_counted c = { .rest = cell };
        for (st_str part; st_counted_next(&c, &part);) one(f, field, part);
    }
}

/* `IMO 9249128 ("SAKHALIN")` as the name of a ship: the number, and the name between the quotation marks. */
static st_str ship_name(st_facts *f, st_str name) {
    if (!st_str_istarts(name, "IMO ") && !st_str_istarts(name, "IMO:")) return name;
    const size_t open = st_str_chr(name, '(');
    const st_str number = st_str_trim(st_str_sub(name, 4, open == SIZE_MAX ? name.n : open));
    if (st_ident_check(ST_P_IMO, number, ST_STR_NONE) != ST_IDENT_HOLDS) return name;
    st_fact(f->m, ST_P_IMO, number);
    if (open == SIZE_MAX) return name;
    st_str inner = st_str_trim(st_str_sub(name, open + 1, name.n));
    while (inner.n && strchr(")\"' ", inner.p[inner.n - 1])) inner.n--;
    while (inner.n && strchr("\"' ", inner.p[0])) inner = st_str_sub(inner, 1, inner.n);
    return inner.n ? inner : name;
}

bool st_uk_name_fact(st_facts *f, const st_uk_name *n) {
    static const struct { const char *type; st_prop prop; } types[] = {
        { "primary name", ST_P_NAME }, { "prime alias", ST_P_NAME }, { "primary name variation", ST_P_ALIAS }, { "alias", ST_P_ALIAS },
        { "aka", ST_P_ALIAS }, { "a.k.a.", ST_P_ALIAS }, { "fka", ST_P_FORMER_NAME }, { "f.k.a.", ST_P_FORMER_NAME } };
    st_prop prop = ST_P_ALIAS;
    for (size_t i = 0; i < ST_LEN(types); i++) if (st_str_iis(n->type, types[i].type)) prop = types[i].prop;
    if (prop == ST_P_ALIAS && st_str_istarts(n->strength, "low")) prop = ST_P_WEAK_ALIAS;
    if (!n->person) {   /* nearly always name 6 alone: then it is the whole name and no family name */
        const st_name_part part[] = { { ST_Q_OTHER_PART, n->part[0] }, { ST_Q_OTHER_PART, n->part[1] }, { ST_Q_OTHER_PART, n->part[2] },
                                      { ST_Q_OTHER_PART, n->part[3] }, { ST_Q_OTHER_PART, n->part[4] },
                                      { ST_Q_OTHER_PART, ship_name(f, st_str_trim(n->part[5])) } };
        return st_facts_name(f, prop, ST_STR_NONE, part, ST_LEN(part));
    }
    const st_name_part part[] = { { ST_Q_GIVEN, n->part[0] }, { ST_Q_MIDDLE, n->part[1] }, { ST_Q_MIDDLE, n->part[2] },
                                  { ST_Q_MIDDLE, n->part[3] }, { ST_Q_MIDDLE, n->part[4] }, { ST_Q_FAMILY, n->part[5] } };
    return st_facts_name(f, prop, ST_STR_NONE, part, ST_LEN(part));
}

void st_uk_address_fact(st_facts *f, const st_uk_address *a) {
    st_buf street = ST_BUF_INIT(1u << 20);
    for (size_t i = 0; i < 5; i++) {
        st_str line = st_str_trim(a->line[i]);
        while (line.n && line.p[line.n - 1] == ',') line = st_str_trim(st_str_sub(line, 0, line.n - 1));   /* lines are joined by one */
        if (st_is_none(line)) continue;
        if (street.n) st_buf_z(&street, ", ");
        st_buf_str(&street, line);
    }
    if (street.failed < 0 && f->failed >= 0) f->failed = street.failed;
    const st_place p = { .street = street.failed < 0 ? ST_STR_NONE : st_buf_view(&street), .city = a->line[5], .postcode = a->postcode, .country = a->country };
    st_facts_place(f, ST_P_ADDRESS, &p);
    st_buf_free(&street);
}

void st_uk_document_fact(st_facts *f, st_prop prop, st_str number, st_str details) {
    number = st_str_trim(number);
    details = st_str_trim(details);
    if (number.n == 0) {   /* older lists put the number into the details */
        st_counted c = { .rest = details };
        for (st_str part; st_counted_next(&c, &part);) st_facts_document(f, st_document_prop(part, prop), part);
        return;
    }
    st_counted c = { .rest = number }, about = { .rest = details };
    for (st_str part; st_counted_next(&c, &part);) {
        if (part.p[0] == '\'' && part.n > 1) part = st_str_sub(part, 1, part.n);   /* a spreadsheet's mark for "this is text" */
        st_str detail = ST_STR_NONE;
        if (!st_counted_next(&about, &detail)) detail = ST_STR_NONE;
        st_fact(f->m, st_document_prop(detail, prop), part);
        if (detail.n == 0) continue;
        st_qual(f->m, ST_Q_NOTE, detail);
        st_prose_validity(f->m, detail);
        const size_t blank = st_str_chr(detail, ' ');   /* "Afghanistan passport number ..." */
        const st_str country = st_country(blank == SIZE_MAX ? detail : st_str_trim(st_str_sub(detail, 0, blank)));
        if (country.n) st_qual(f->m, ST_Q_COUNTRY, country);
    }
}

enum { PLACES = 32 };
static size_t parts_of(st_str cell, st_str out[PLACES]) {
    st_counted c = { .rest = cell };
    size_t n = 0;
    while (n < PLACES && st_counted_next(&c, &out[n])) n++;
    return n;
}

void st_uk_birth_place(st_facts *f, st_str town, st_str country) {
    st_str t[PLACES], c[PLACES];
    const size_t nt = parts_of(town, t), nc = parts_of(country, c);
    const bool paired = nt == nc || nc == 1;
    for (size_t i = 0; i < nt; i++) {
        const st_place p = { .city = t[i], .country = !paired ? ST_STR_NONE : nc == 1 ? c[0] : c[i] };
        st_facts_place(f, ST_P_BIRTH_PLACE, &p);
    }
    for (size_t i = 0; i < nc && (!paired || nt == 0); i++) {
        const st_place p = { .country = c[i] };
        st_facts_place(f, ST_P_BIRTH_PLACE, &p);
    }
}

void st_uk_listing_fact(st_facts *f, const st_uk_listing *l) {
    st_model *m = f->m;
    st_fact(m, ST_P_LISTING, l->regime.n ? l->regime : ST_STR("UK sanctions"));
    if (l->regime.n && st_str_ifind(l->regime, "regulations") != SIZE_MAX) st_qual(m, ST_Q_INSTRUMENT, l->regime);
    for (st_str rest = l->source, part; st_split(&rest, "|", &part);) if (part.n) st_qual(m, ST_Q_AUTHORITY, part);
    for (size_t i = 0; i < ST_LEN(l->reference); i++) if (l->reference[i].n) st_qual(m, ST_Q_REFERENCE, l->reference[i]);
    if (l->designated.n) st_qual_date(m, ST_Q_LISTED_ON, l->designated, ST_DATE_DMY);
    if (l->updated.n) st_qual_date(m, ST_Q_AMENDED_ON, l->updated, ST_DATE_DMY);
    st_str last = ST_STR_NONE;   /* the feed repeats "see Other information" for each of two measures */
    for (st_str rest = l->measures, part; st_split(&rest, "|", &part); last = part)
        if (part.n && !st_str_eq(part, last)) st_qual(m, ST_Q_MEASURE, part);
}
