/* FollowTheMoney: what each schema and property becomes. Data only, and the look-up. */
#include "sources/ftm.h"

#define THING(name, kind) { name, FTM_THING, ST_KIND_##kind, NULL, NULL, ST_PROP_NONE, NULL }
#define REL(name, from, to, head, type) { name, FTM_RELATION, ST_KIND_UNKNOWN, from, to, ST_P_##head, type }
/* A relation is a fact of the party that it says most of: who is owned, who directs, who is related to whom. */
const ftm_schema st_ftm_schemas[] = {
    THING("Person", PERSON), THING("Organization", ORGANISATION), THING("Company", ORGANISATION), THING("PublicBody", ORGANISATION),
    THING("LegalEntity", UNKNOWN),   /* a person or a company */
    THING("Thing", UNKNOWN), THING("Vessel", VESSEL), THING("Airplane", AIRCRAFT), THING("Vehicle", OTHER), THING("CryptoWallet", WALLET),
    THING("Security", SECURITY), THING("Asset", OTHER), THING("BankAccount", OTHER), THING("RealEstate", OTHER), THING("Position", OTHER),
    { "Address", FTM_ADDRESS, ST_KIND_OTHER, NULL, NULL, ST_PROP_NONE, NULL },
    { "Sanction", FTM_SANCTION, ST_KIND_UNKNOWN, "entity", NULL, ST_P_LISTING, NULL },
    { "Passport", FTM_DOCUMENT, ST_KIND_UNKNOWN, "holder", NULL, ST_P_PASSPORT, NULL },
    { "Identification", FTM_DOCUMENT, ST_KIND_UNKNOWN, "holder", NULL, ST_P_ID_NUMBER, NULL },
    REL("Ownership", "asset", "owner", OWNED_BY, NULL), REL("Directorship", "director", "organization", OFFICER_OF, "director"),
    REL("Membership", "member", "organization", OFFICER_OF, "member"), REL("Employment", "employee", "employer", OFFICER_OF, "employee"),
    REL("Family", "person", "relative", FAMILY, NULL), REL("Associate", "person", "associate", LINKED_TO, "associate"),
    REL("UnknownLink", "subject", "object", LINKED_TO, NULL), REL("Representation", "agent", "client", ACTS_FOR, NULL),
    REL("Succession", "successor", "predecessor", SUCCESSOR_OF, NULL), REL("Occupancy", "holder", "post", OFFICER_OF, "holder of the position"),
    REL("Debt", "debtor", "creditor", LINKED_TO, "debtor"), REL("Payment", "payer", "beneficiary", LINKED_TO, "payment"),
    REL("ContractAward", "supplier", "contract", LINKED_TO, "contract award"), REL("CourtCaseParty", "party", "case", LINKED_TO, "party to the case"),
    REL("ProjectParticipant", "participant", "project", LINKED_TO, "participant in the project"), REL("Similar", "candidate", "match", LINKED_TO, "similar"),
};
const size_t st_ftm_n_schemas = ST_LEN(st_ftm_schemas);

#define FACT(name, head)        { name, FTM_FACT, ST_P_##head, NULL, ST_KIND_UNKNOWN, NULL }
#define TYPED(name, head, type) { name, FTM_FACT, ST_P_##head, type, ST_KIND_UNKNOWN, NULL }
#define OF(kind, name, head)    { name, FTM_FACT, ST_P_##head, NULL, ST_KIND_##kind, NULL }
#define DATE(name, head)        { name, FTM_DATE, ST_P_##head, NULL, ST_KIND_UNKNOWN, NULL }
#define LAND(name, head, type)  { name, FTM_COUNTRY, ST_P_##head, type, ST_KIND_UNKNOWN, NULL }
#define PART(name, qual)        { name, FTM_PART, ST_##qual, NULL, ST_KIND_UNKNOWN, NULL }
#define LINK(name, head, type)  { name, FTM_LINK, ST_P_##head, type, ST_KIND_UNKNOWN, NULL }
#define LINK_OF(kind, name, head, type) { name, FTM_LINK, ST_P_##head, type, ST_KIND_##kind, NULL }
#define NUMBER(name)            TYPED(name, ID_NUMBER, name)
#define ABOUT(name)             TYPED(name, DESCRIPTION, name)
const ftm_prop st_ftm_props[] = {
    FACT("name", NAME), FACT("alias", ALIAS), FACT("weakAlias", WEAK_ALIAS), FACT("previousName", FORMER_NAME), FACT("abbreviation", ALIAS),
    PART("firstName", Q_GIVEN), PART("secondName", Q_MIDDLE), PART("middleName", Q_MIDDLE), PART("fatherName", Q_PATRONYMIC),
    PART("motherName", Q_OTHER_PART), PART("lastName", Q_FAMILY), PART("nameSuffix", Q_SUFFIX), FACT("title", TITLE),
    DATE("birthDate", BIRTH_DATE), DATE("deathDate", DEATH_DATE), FACT("birthPlace", BIRTH_PLACE), LAND("birthCountry", BIRTH_PLACE, NULL),
    { "gender", FTM_GENDER, ST_P_GENDER, NULL, ST_KIND_UNKNOWN, NULL },
    LAND("nationality", NATIONALITY, NULL), LAND("citizenship", CITIZENSHIP, NULL), LAND("country", COUNTRY, NULL),
    LAND("jurisdiction", COUNTRY, "jurisdiction"), LAND("mainCountry", COUNTRY, "main country"), FACT("position", POSITION),
    { "addressEntity", FTM_HAS_ADDRESS, ST_P_ADDRESS, NULL, ST_KIND_UNKNOWN, NULL }, FACT("address", ADDRESS),
    TYPED("bankAddress", ADDRESS, "bank"), FACT("phone", PHONE), FACT("email", EMAIL), FACT("website", WEBSITE),
    DATE("incorporationDate", FOUNDED), FACT("legalForm", LEGAL_FORM), FACT("sector", SECTOR), TYPED("classification", SECTOR, "classification"),
    ABOUT("ethnicity"), ABOUT("religion"), ABOUT("appearance"), ABOUT("height"), ABOUT("weight"), ABOUT("eyeColor"), ABOUT("hairColor"),
    ABOUT("education"), ABOUT("political"), ABOUT("spokenLanguage"),
    FACT("notes", REMARK), FACT("summary", REMARK), FACT("description", REMARK), FACT("reason", REASON),
    FACT("program", LISTING), FACT("programId", LISTING),
    /* numbers */
    FACT("passportNumber", PASSPORT), OF(PERSON, "idNumber", NATIONAL_ID), NUMBER("idNumber"), FACT("socialSecurityNumber", SSN), FACT("taxNumber", TAX_ID),
    TYPED("vatCode", TAX_ID, "VAT"), TYPED("irsCode", TAX_ID, "irsCode"), OF(AIRCRAFT, "registrationNumber", TAIL_NUMBER),
    FACT("registrationNumber", REGISTRATION), TYPED("okpoCode", REGISTRATION, "OKPO"), TYPED("voenCode", TAX_ID, "VOEN"), FACT("licenseNumber", LICENCE),
    FACT("innCode", INN), FACT("ogrnCode", OGRN), FACT("leiCode", LEI), FACT("swiftBic", BIC), FACT("bic", BIC), FACT("isinCode", ISIN), FACT("isin", ISIN),
    FACT("ticker", TICKER), OF(VESSEL, "imoNumber", IMO), FACT("imoNumber", IMO_COMPANY), FACT("mmsi", MMSI), FACT("callSign", CALL_SIGN),
    FACT("serialNumber", SERIAL_NUMBER), TYPED("icaoCode", SERIAL_NUMBER, "mode S"), FACT("publicKey", WALLET), FACT("accountNumber", ACCOUNT),
    TYPED("iban", ACCOUNT, "IBAN"), NUMBER("kppCode"), NUMBER("dunsCode"), NUMBER("uniqueEntityId"), NUMBER("npiCode"), NUMBER("cageCode"),
    NUMBER("permId"), NUMBER("giiNumber"), NUMBER("bvdId"), NUMBER("icijId"), NUMBER("cikCode"), NUMBER("coatoCode"), NUMBER("ipoCode"), NUMBER("jibCode"),
    NUMBER("mbsCode"), NUMBER("ibcRuc"), NUMBER("fnsCode"), NUMBER("fssCode"), NUMBER("bikCode"), NUMBER("pfrNumber"), NUMBER("oksmCode"),
    NUMBER("ricCode"), NUMBER("figiCode"), NUMBER("crsNumber"), NUMBER("wikidataId"), NUMBER("cadastralCode"), NUMBER("titleNumber"),
    /* ships, aircraft, securities */
    OF(VESSEL, "type", VESSEL_TYPE), OF(AIRCRAFT, "type", AIRCRAFT_TYPE), OF(AIRCRAFT, "model", AIRCRAFT_TYPE),
    { "pastTypes", FTM_FACT, ST_P_VESSEL_TYPE, NULL, ST_KIND_UNKNOWN, "former" }, LAND("flag", FLAG, NULL),
    { "pastFlags", FTM_COUNTRY, ST_P_FLAG, NULL, ST_KIND_UNKNOWN, "former" }, FACT("tonnage", TONNAGE),
    TYPED("grossRegisteredTonnage", TONNAGE, "gross registered tonnage"), TYPED("deadweightTonnage", TONNAGE, "deadweight"), DATE("buildDate", BUILT),
    LINK_OF(VESSEL, "owner", SHIP_OWNER, NULL), LINK_OF(AIRCRAFT, "owner", SHIP_OWNER, NULL), LINK("owner", OWNED_BY, NULL),
    LINK_OF(VESSEL, "operator", SHIP_MANAGER, "operator"), LINK_OF(AIRCRAFT, "operator", SHIP_MANAGER, "operator"), LINK("operator", LINKED_TO, "operator"),
    LINK("parent", CONTROLLED_BY, "parent"), LINK("holder", OWNED_BY, "holder"), LINK("issuer", LINKED_TO, "issuer"), LINK("bank", LINKED_TO, "bank"),
};

static const struct qual { const char *name; st_prop prop; } sanction_quals[] = {
    { "authority", ST_Q_AUTHORITY }, { "authorityId", ST_Q_REFERENCE }, { "unscId", ST_Q_REFERENCE }, { "recordId", ST_Q_REFERENCE },
    { "listingDate", ST_Q_LISTED_ON }, { "startDate", ST_Q_SINCE }, { "date", ST_Q_SINCE }, { "endDate", ST_Q_ENDS_ON }, { "modifiedAt", ST_Q_AMENDED_ON },
    { "status", ST_Q_STATUS }, { "provisions", ST_Q_MEASURE }, { "country", ST_Q_COUNTRY }, { "sourceUrl", ST_Q_SOURCE }, { "summary", ST_Q_NOTE },
    { "description", ST_Q_NOTE },
}, relation_quals[] = {
    { "startDate", ST_Q_SINCE }, { "endDate", ST_Q_UNTIL }, { "date", ST_Q_SINCE }, { "role", ST_Q_TYPE }, { "relationship", ST_Q_TYPE },
    { "ownershipType", ST_Q_TYPE }, { "status", ST_Q_STATUS }, { "percentage", ST_Q_SHARE }, { "sourceUrl", ST_Q_SOURCE }, { "recordId", ST_Q_REFERENCE },
    { "summary", ST_Q_NOTE }, { "description", ST_Q_NOTE }, { "country", ST_Q_COUNTRY }, { "authority", ST_Q_ISSUER },
};

static st_prop qual_of(const struct qual *q, size_t n, st_str name) {
    for (size_t i = 0; i < n; i++)
        if (st_str_is(name, q[i].name)) return q[i].prop;
    return ST_PROP_NONE;
}

st_prop st_ftm_sanction_qual(st_str name) { return qual_of(sanction_quals, ST_LEN(sanction_quals), name); }
st_prop st_ftm_relation_qual(st_str name) { return qual_of(relation_quals, ST_LEN(relation_quals), name); }

/* ---- look-up ------------------------------------------------------------------------------------------------------------------------------ */
static size_t hash(st_str s) {   /* FNV-1a; the names are ours and short */
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return (h ^ h >> 15) % FTM_SLOTS;
}

static void put(uint16_t *slot, st_str name, size_t row) {
    size_t i = hash(name);
    while (slot[i]) i = (i + 1) % FTM_SLOTS;
    slot[i] = (uint16_t)(row + 1);
}

void st_ftm_index(ftm *r) {
    for (size_t i = 0; i < st_ftm_n_schemas; i++) put(r->schema_slot, st_str_of(st_ftm_schemas[i].name), i);
    for (size_t i = 0; i < ST_LEN(st_ftm_props); i++) put(r->prop_slot, st_str_of(st_ftm_props[i].name), i);
}

const ftm_schema *st_ftm_schema_of(const ftm *r, st_str name) {
    for (size_t i = hash(name); r->schema_slot[i]; i = (i + 1) % FTM_SLOTS) {
        const ftm_schema *s = &st_ftm_schemas[r->schema_slot[i] - 1];
        if (st_str_is(name, s->name)) return s;
    }
    return NULL;
}

const ftm_prop *st_ftm_prop_of(const ftm *r, st_str name, st_kind kind) {
    for (size_t i = hash(name); r->prop_slot[i]; i = (i + 1) % FTM_SLOTS) {   /* rows of one name are met in the order of the table */
        const ftm_prop *p = &st_ftm_props[r->prop_slot[i] - 1];
        if (st_str_is(name, p->name) && (p->kind == ST_KIND_UNKNOWN || p->kind == kind)) return p;
    }
    return NULL;
}
