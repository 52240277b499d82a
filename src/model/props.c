/* Tables of properties and kinds, all made from props.def. */
#include "model/model.h"

const st_prop_info st_props[ST_PROP_COUNT] = {
    [ST_PROP_NONE] = { "", "", ST_CLASS_TEXT, false },
#define HEAD(sym, name_, cls_, text_) [ST_P_##sym] = { name_, text_, ST_CLASS_##cls_, true },
#define QUAL(sym, name_, text_) [ST_##sym] = { name_, text_, ST_CLASS_QUAL, false },
#include "model/props.def"
};
_Static_assert(ST_PROP_COUNT <= 256, "a property is one byte in facts");

st_prop st_prop_of(st_str name) {
    for (unsigned i = 1; i < ST_PROP_COUNT; i++)
        if (st_str_is(name, st_props[i].name)) return (st_prop)i;
    return ST_PROP_NONE;
}

bool st_prop_is_country(st_prop p, st_prop head) {
    return p == ST_P_NATIONALITY || p == ST_P_CITIZENSHIP || p == ST_P_COUNTRY || p == ST_P_FLAG || (p == ST_Q_COUNTRY && head == ST_P_ADDRESS);
}

static const char *const kinds[ST_KIND_COUNT] = { "unknown", "person", "organisation", "vessel", "aircraft", "wallet", "security", "other" };

const char *st_kind_name(st_kind k) { return kinds[(unsigned)k < ST_KIND_COUNT ? k : ST_KIND_UNKNOWN]; }

st_kind st_kind_of(st_str name) {
    static const struct { const char *name; st_kind kind; } also[] = {
        { "individual", ST_KIND_PERSON },       { "individuals", ST_KIND_PERSON },        { "natural person", ST_KIND_PERSON },
        { "persons", ST_KIND_PERSON },          { "entity", ST_KIND_ORGANISATION },       { "entities", ST_KIND_ORGANISATION },
        { "organization", ST_KIND_ORGANISATION }, { "company", ST_KIND_ORGANISATION },    { "enterprise", ST_KIND_ORGANISATION },
        { "business", ST_KIND_ORGANISATION },   { "legal person", ST_KIND_ORGANISATION }, { "legal entity", ST_KIND_ORGANISATION },
        { "legalentity", ST_KIND_ORGANISATION }, { "group", ST_KIND_ORGANISATION },       { "ship", ST_KIND_VESSEL },
        { "ships", ST_KIND_VESSEL },            { "boat", ST_KIND_VESSEL },               { "airplane", ST_KIND_AIRCRAFT },
        { "plane", ST_KIND_AIRCRAFT },          { "cryptowallet", ST_KIND_WALLET },       { "digital currency address", ST_KIND_WALLET },
    };
    name = st_str_trim(name);
    for (unsigned i = 1; i < ST_KIND_COUNT; i++)
        if (st_str_iis(name, kinds[i])) return (st_kind)i;
    for (size_t i = 0; i < ST_LEN(also); i++)
        if (st_str_iis(name, also[i].name)) return also[i].kind;
    return ST_KIND_UNKNOWN;
}
