/* Facts of the EU's consolidated financial sanctions list, format by format the same. */
#include "sources/eu.h"

static bool yes(st_str s) { return st_str_iis(s, "true") || st_str_is(s, "1") || st_str_iis(s, "y"); }

/* "00" and "UNKNOWN" stand for no country. */
static st_str country_of(st_str iso2, st_str text) {
    if (iso2.n && !st_str_is(iso2, "00")) return iso2;
    return st_str_iis(text, "unknown") ? ST_STR_NONE : text;
}

st_str st_eu_remark(st_str s) {
    s = st_str_trim(s);
    while (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')') {
        int depth = 0;
        size_t i = 0;
        for (; i < s.n; i++) {
            depth += s.p[i] == '(';
            depth -= s.p[i] == ')';
            if (depth == 0) break;
        }
        if (i + 1 < s.n) break;   /* "(a) ... (b)" is not one pair */
        s = st_str_trim(st_str_sub(s, 1, s.n - 1));
    }
    return st_is_none(s) ? ST_STR_NONE : s;
}

st_str st_eu_key(const st_eu_entity *e) { return e->reference.n ? e->reference : e->logical_id; }

void st_eu_open(st_facts *f, const st_eu_entity *e, uint32_t line) {
    const st_str key = st_eu_key(e);
    st_model_party(f->m, key.n ? key : ST_STR("?"), line);
    st_model_kind(f->m, st_str_is(e->kind, "P") || st_str_iis(e->kind, "person") ? ST_KIND_PERSON
                        : st_str_is(e->kind, "E") || st_str_iis(e->kind, "enterprise") ? ST_KIND_ORGANISATION : ST_KIND_UNKNOWN);
    st_model_main(f->m);
    const st_str remark = st_eu_remark(e->remark);
    if (remark.n) st_facts_text(f, ST_P_REMARK, remark);
}

static void dated(st_model *m, st_prop qual, st_str date) {
    if (date.n) st_qual_date(m, qual, st_day_of(date), ST_DATE_DMY);
}

void st_eu_listing(st_facts *f, const st_eu_entity *e, const st_eu_regulation *r) {
    if (r->programme.n == 0 && r->title.n == 0) return;
    st_model *m = f->m;
    st_fact(m, ST_P_LISTING, r->programme.n ? r->programme : r->title);
    if (r->title.n) st_qual(m, ST_Q_INSTRUMENT, r->title);
    if (r->organisation.n) st_qual(m, ST_Q_AUTHORITY, r->organisation);
    if (e->reference.n) st_qual(m, ST_Q_REFERENCE, e->reference);
    if (e->un_reference.n) st_qual(m, ST_Q_REFERENCE, e->un_reference);
    /* The act shown is the one that listed the party or last changed its entry; only a first act dates the listing. */
    const bool first = st_str_iis(r->type, "regulation");
    if (e->designated.n) dated(m, ST_Q_LISTED_ON, e->designated);
    else if (first) dated(m, ST_Q_LISTED_ON, r->published);
    if (!first) dated(m, ST_Q_AMENDED_ON, r->published);
    dated(m, ST_Q_SINCE, r->in_force);
    const st_str details = st_eu_remark(e->details);
    if (details.n) st_qual(m, ST_Q_NOTE, details);
    if (r->url.n) st_qual(m, ST_Q_NOTE, r->url);
    if (e->reference.n && e->logical_id.n) {
        char id[64];
        snprintf(id, sizeof id, "logicalId %.*s", (int)(e->logical_id.n > 40 ? 0 : e->logical_id.n), e->logical_id.p);
        st_qual(m, ST_Q_NOTE, st_str_of(id));
    }
}

void st_eu_act(st_facts *f, st_str own, st_str title, st_str published, st_str url) {
    if (title.n == 0 || st_str_eq(title, own)) return;
    f->buf.n = 0;
    st_buf_str(&f->buf, title);
    if (published.n) { st_buf_z(&f->buf, ", "); st_buf_str(&f->buf, published); }
    if (url.n) { st_buf_z(&f->buf, ", "); st_buf_str(&f->buf, url); }
    if (f->buf.failed) f->failed = f->buf.failed;
    else st_note(f->m, ST_STR("regulationSummary"), st_buf_view(&f->buf));
}

bool st_eu_name_fact(st_facts *f, const st_eu_name *n) {
    const st_name_part part[] = { { ST_Q_GIVEN, n->first }, { ST_Q_MIDDLE, n->middle }, { ST_Q_FAMILY, n->last } };
    const bool any = st_facts_name(f, n->main ? ST_P_NAME : n->weak ? ST_P_WEAK_ALIAS : ST_P_ALIAS, n->whole, part, ST_LEN(part));
    if (any) {
        char code[9];
        if (n->language.n && n->language.n < sizeof code) {
            for (size_t i = 0; i < n->language.n; i++) code[i] = (char)(n->language.p[i] >= 'A' && n->language.p[i] <= 'Z' ? n->language.p[i] | 32 : n->language.p[i]);
            st_qual(f->m, ST_Q_LANGUAGE, (st_str){ code, n->language.n });
        }
        if (n->title.n) st_qual(f->m, ST_Q_TITLE, n->title);
        const st_str remark = st_eu_remark(n->remark);
        if (remark.n) st_qual(f->m, ST_Q_NOTE, remark);
    }
    st_facts_texts(f, ST_P_TITLE, n->title);
    st_facts_texts(f, ST_P_POSITION, n->function);
    st_facts_gender(f, n->gender);
    return any;
}

void st_eu_birth_fact(st_facts *f, const st_eu_birth *b) {
    const st_str remark = st_eu_remark(b->remark);
    const bool gregorian = b->calendar.n == 0 || st_str_iis(b->calendar, "gregorian"), circa = yes(b->circa);
    char out[72] = "", from[32], to[32];
    const st_str iso = st_str_trim(b->date);
    if (iso.n == 10 && iso.p[4] == '-') {   /* the feed converts this one itself, whatever the calendar of the parts */
        if (st_date_parts(st_str_sub(iso, 0, 4), st_str_sub(iso, 5, 7), st_str_sub(iso, 8, 10), circa, from)) snprintf(out, sizeof out, "%s", from);
    } else if (gregorian && st_date_parts(b->from, ST_STR_NONE, ST_STR_NONE, false, from) && st_date_parts(b->to, ST_STR_NONE, ST_STR_NONE, false, to)) {
        snprintf(out, sizeof out, "%s/%s", from, to);
    } else if (gregorian && st_date_parts(b->year, b->month, b->day, circa, from)) snprintf(out, sizeof out, "%s", from);
    if (out[0]) {
        st_fact(f->m, ST_P_BIRTH_DATE, st_str_of(out));
        if (remark.n) st_qual(f->m, ST_Q_NOTE, remark);
    } else if (iso.n) {
        st_facts_dates(f, ST_P_BIRTH_DATE, iso);
        if (remark.n) st_qual(f->m, ST_Q_NOTE, remark);
    } else if (b->year.n && b->year.n <= 8) {   /* a year of another calendar: lunar or solar is not said, so no Gregorian year is claimed */
        char text[64];
        snprintf(text, sizeof text, "%.*s (%.*s)", ST_FMT(b->year), (int)(b->calendar.n > 20 ? 0 : b->calendar.n), b->calendar.n ? b->calendar.p : "");
        st_note(f->m, ST_STR("birthdate"), st_str_of(text));
    }
    const st_place place = { .street = b->place, .city = b->city, .region = b->region, .postcode = b->postcode, .country = country_of(b->iso2, b->country) };
    if (st_facts_place(f, ST_P_BIRTH_PLACE, &place) && remark.n && !out[0]) st_qual(f->m, ST_Q_NOTE, remark);
}

void st_eu_address_fact(st_facts *f, const st_eu_address *a) {
    st_place p = { .street = a->street, .po_box = a->po_box, .city = a->city, .region = a->region, .postcode = a->postcode,
                   .country = country_of(a->iso2, a->country) };
    if (p.street.n == 0) p.street = a->place;
    const st_str remark = st_eu_remark(a->remark);
    if (st_facts_place(f, ST_P_ADDRESS, &p)) {
        if (a->street.n && a->place.n) st_qual(f->m, ST_Q_NOTE, a->place);
        if (yes(a->as_listed)) st_qual(f->m, ST_Q_STATUS, ST_STR("at time of listing"));
    } else if (remark.n) st_fact(f->m, ST_P_ADDRESS, ST_STR_NONE);
    if (remark.n) st_qual(f->m, ST_Q_NOTE, remark);
}

void st_eu_contact(st_facts *f, st_str key, st_str value) {
    static const struct { const char *word; st_prop prop; } keys[] = {
        { "mail", ST_P_EMAIL }, { "phone", ST_P_PHONE }, { "fax", ST_P_PHONE }, { "mobile", ST_P_PHONE }, { "tel", ST_P_PHONE },
        { "web", ST_P_WEBSITE }, { "url", ST_P_WEBSITE }, { "site", ST_P_WEBSITE } };
    value = st_str_trim(value);
    if (value.n == 0) return;
    for (size_t i = 0; i < ST_LEN(keys); i++)
        if (st_str_ifind(key, keys[i].word) != SIZE_MAX) { st_facts_text(f, keys[i].prop, value); return; }
    st_note(f->m, ST_STR("contactInfo"), value);
}

void st_eu_contacts(st_facts *f, st_str run) {
    while ((run = st_str_trim(run)).n) {
        const size_t open = st_str_chr(run, '['), close = open == SIZE_MAX ? SIZE_MAX : st_str_chr(st_str_sub(run, open, run.n), ']');
        if (close == SIZE_MAX) { st_note(f->m, ST_STR("contactInfo"), run); return; }
        st_eu_contact(f, st_str_sub(run, 0, open), st_str_sub(run, open + 1, open + close));
        run = st_str_sub(run, open + close + 1, run.n);
    }
}

/* "ИНН 7717653542": the label in front of the number says more than the type does. */
static st_str without_label(st_str s, st_prop *prop) {
    static const struct { const char *label; st_prop prop; } labels[] = { { "\xD0\x98\xD0\x9D\xD0\x9D ", ST_P_INN }, { "INN ", ST_P_INN },
        { "\xD0\x9E\xD0\x93\xD0\xA0\xD0\x9D ", ST_P_OGRN }, { "OGRN ", ST_P_OGRN }, { "TIN ", ST_P_TAX_ID } };
    for (size_t i = 0; i < ST_LEN(labels); i++) {
        if (!st_str_istarts(s, labels[i].label)) continue;
        const st_str rest = st_str_trim(st_str_sub(s, strlen(labels[i].label), s.n));
        if (rest.n == 0 || rest.p[0] < '0' || rest.p[0] > '9') return s;
        *prop = labels[i].prop;
        return rest;
    }
    return s;
}

void st_eu_id_fact(st_facts *f, const st_eu_id *d) {
    static const struct { const char *code; st_prop prop; } types[] = {
        { "passport", ST_P_PASSPORT }, { "id", ST_P_NATIONAL_ID }, { "regnumber", ST_P_REGISTRATION }, { "fiscalcode", ST_P_TAX_ID },
        { "taxid", ST_P_TAX_ID }, { "euvat", ST_P_TAX_ID }, { "ssn", ST_P_SSN }, { "unssn", ST_P_SSN }, { "imo", ST_P_IMO }, { "swiftbic", ST_P_BIC },
        { "drivinglicence", ST_P_LICENCE }, { "residentperm", ST_P_LICENCE }, { "tradelic", ST_P_LICENCE }, { "travelcardid", ST_P_PASSPORT },
        { "traveldocument", ST_P_PASSPORT }, { "birthcert", ST_P_ID_NUMBER }, { "nationcert", ST_P_ID_NUMBER }, { "electionid", ST_P_ID_NUMBER },
        { "other", ST_P_ID_NUMBER } };
    const st_str number = d->number.n ? d->number : d->latin, remark = st_eu_remark(d->remark);
    if (number.n == 0) {
        if (remark.n) st_note(f->m, ST_STR("identification"), remark);
        return;
    }
    st_prop prop = st_document_prop(d->type_text, ST_P_ID_NUMBER);
    for (size_t i = 0; i < ST_LEN(types); i++) if (st_str_iis(d->type, types[i].code)) prop = types[i].prop;
    const st_str country = country_of(d->iso2, d->country);
    const st_str bare = without_label(st_str_trim(number), &prop);
    /* most numbers come without a country: what has the length and the check of a Russian one is one */
    st_fact(f->m, country.n == 0 || st_str_is(country, "RU") ? st_russian_prop(prop, bare) : prop, bare);
    if (d->type_text.n || d->type.n) st_qual(f->m, ST_Q_TYPE, d->type_text.n ? d->type_text : d->type);
    if (country.n) st_qual_country(f->m, country);
    dated(f->m, ST_Q_ISSUED, d->issued);
    dated(f->m, ST_Q_SINCE, d->from);
    dated(f->m, ST_Q_EXPIRES, d->to);
    if (d->issuer.n) st_qual(f->m, ST_Q_ISSUER, d->issuer);
    if (d->region.n) st_qual(f->m, ST_Q_REGION, d->region);
    const struct { st_str flag; const char *status; } states[] = { { d->expired, "expired" }, { d->fake, "false" }, { d->lost, "reported lost" },
                                                                   { d->revoked, "revoked by issuer" }, { d->diplomatic, "diplomatic" } };
    for (size_t i = 0; i < ST_LEN(states); i++) if (yes(states[i].flag)) st_qual(f->m, ST_Q_STATUS, st_str_of(states[i].status));
    if (d->name.n) st_qual(f->m, ST_Q_TARGET_NAME, d->name);
    if (d->number.n && d->latin.n && !st_str_eq(d->number, d->latin)) st_qual(f->m, ST_Q_RAW, d->latin);
    if (remark.n) st_qual(f->m, ST_Q_NOTE, remark);
}

void st_eu_citizenship(st_facts *f, st_str iso2, st_str country, st_str region, st_str remark) {
    const st_str c = country_of(iso2, country);
    if (c.n == 0) { if (region.n) st_note(f->m, ST_STR("citizenship"), region); return; }
    st_fact_country(f->m, ST_P_CITIZENSHIP, c);
    if (region.n) st_qual(f->m, ST_Q_REGION, region);
    remark = st_eu_remark(remark);
    if (remark.n) st_qual(f->m, ST_Q_NOTE, remark);
}
