/* OFAC's vocabulary: one row for each label that the lists put before a value, and what it means in the model. The labels were read off the
 * published files of 2016 to 2025 and the reference values of the enhanced XML; a label that is missing here is never lost, only less precise. */
#include "sources/ofac.h"
#include "text/text.h"

typedef enum how { ID, TEXT, TEXT_TYPED, DATE, COUNTRY, FLAG, PLACE, GENDER, WALLET, VESSEL_ID, TAX, REG, LEI, LISTED, REMARK, LINK } how;

typedef struct ofac_term { const char *label; st_prop head; how how; const char *status; } term;

/* Sorted by label with ASCII case folded, because the look-up is a binary search; ofac_label_test checks it. */
static const term terms[] = {
    { "Additional Sanctions Information", ST_P_REMARK, REMARK, NULL },
    { "Afghan Money Service Provider License Number", ST_P_LICENCE, ID, NULL },
    { "Aircraft Construction Number (also called L/N or S/N or F/N)", ST_P_SERIAL_NUMBER, ID, NULL },
    { "Aircraft Manufacture Date", ST_P_BUILT, DATE, NULL },
    { "Aircraft Manufacturer's Serial Number (MSN)", ST_P_SERIAL_NUMBER, ID, NULL },
    { "Aircraft Manufacturer\xE2\x80\x99s Serial Number (MSN)", ST_P_SERIAL_NUMBER, ID, NULL },
    { "Aircraft Mode S Transponder Code", ST_P_SERIAL_NUMBER, ID, NULL },
    { "Aircraft Model", ST_P_AIRCRAFT_TYPE, TEXT, NULL },
    { "Aircraft Operator", ST_P_SHIP_MANAGER, LINK, NULL },
    { "Aircraft Serial Identification", ST_P_SERIAL_NUMBER, ID, NULL },
    { "Aircraft Tail Number", ST_P_TAIL_NUMBER, ID, NULL },
    { "Aircraft Type", ST_P_AIRCRAFT_TYPE, TEXT, NULL },
    { "All Branches Worldwide", ST_P_REMARK, REMARK, NULL },
    { "All Offices Worldwide", ST_P_REMARK, REMARK, NULL },
    { "BIK (RU)", ST_P_ID_NUMBER, ID, NULL },
    { "Birth Certificate Number", ST_P_ID_NUMBER, ID, NULL },
    { "Birthdate", ST_P_BIRTH_DATE, DATE, NULL },
    { "Bosnian Personal ID No.", ST_P_NATIONAL_ID, ID, NULL },
    { "Branch Unit Number", ST_P_REGISTRATION, REG, NULL },
    { "British National Overseas Passport", ST_P_PASSPORT, ID, NULL },
    { "Business Number", ST_P_REGISTRATION, REG, NULL },
    { "Business Registration Document #", ST_P_REGISTRATION, REG, NULL },
    { "Business Registration Number", ST_P_REGISTRATION, REG, NULL },
    { "C.I.F.", ST_P_TAX_ID, TAX, NULL },
    { "C.I.N.", ST_P_NATIONAL_ID, ID, NULL },
    { "C.R. No.", ST_P_REGISTRATION, REG, NULL },
    { "C.U.I.", ST_P_NATIONAL_ID, ID, NULL },
    { "C.U.I.P.", ST_P_NATIONAL_ID, ID, NULL },
    { "C.U.I.T.", ST_P_TAX_ID, TAX, NULL },
    { "C.U.R.P.", ST_P_NATIONAL_ID, ID, NULL },
    { "CAATSA Section 235 Information", ST_P_REMARK, REMARK, NULL },
    { "Cartilla de Servicio Militar Nacional", ST_P_ID_NUMBER, ID, NULL },
    { "Cedula No.", ST_P_NATIONAL_ID, ID, NULL },
    { "Central Registration System Number", ST_P_REGISTRATION, REG, NULL },
    { "Certificate of Incorporation Number", ST_P_REGISTRATION, REG, NULL },
    { "Chamber of Commerce Number", ST_P_REGISTRATION, REG, NULL },
    { "Chinese Commercial Code", ST_P_ID_NUMBER, ID, NULL },
    { "citizen", ST_P_CITIZENSHIP, COUNTRY, NULL },
    { "Citizen's Card Number", ST_P_NATIONAL_ID, ID, NULL },
    { "Citizenship", ST_P_CITIZENSHIP, COUNTRY, NULL },
    { "Citizenship Country", ST_P_CITIZENSHIP, COUNTRY, NULL },
    { "CNP (Personal Numerical Code)", ST_P_NATIONAL_ID, ID, NULL },
    { "Commercial Registry Number", ST_P_REGISTRATION, REG, NULL },
    { "Company Number", ST_P_REGISTRATION, REG, NULL },
    { "Credencial electoral", ST_P_ID_NUMBER, ID, NULL },
    { "D-U-N-S Number", ST_P_ID_NUMBER, ID, NULL },
    { "D.N.I.", ST_P_NATIONAL_ID, ID, NULL },
    { "Date of Birth", ST_P_BIRTH_DATE, DATE, NULL },
    { "Digital Currency Address", ST_P_WALLET, WALLET, NULL },
    { "Diplomatic Passport", ST_P_PASSPORT, ID, NULL },
    { "DOB", ST_P_BIRTH_DATE, DATE, NULL },
    { "Driver's License No.", ST_P_LICENCE, ID, NULL },
    { "Dubai Chamber of Commerce Membership No.", ST_P_REGISTRATION, REG, NULL },
    { "Economic Register Number (CBLS)", ST_P_REGISTRATION, REG, NULL },
    { "Effective Date", ST_Q_SINCE, LISTED, NULL },
    { "Electoral Registry No.", ST_P_ID_NUMBER, ID, NULL },
    { "Email", ST_P_EMAIL, TEXT, NULL },
    { "Email Address", ST_P_EMAIL, TEXT, NULL },
    { "Enterprise Number", ST_P_REGISTRATION, REG, NULL },
    { "Equity Ticker", ST_P_TICKER, ID, NULL },
    { "ethnicity", ST_P_DESCRIPTION, TEXT_TYPED, NULL },
    { "Executive Order 13645 Determination", ST_P_REMARK, REMARK, NULL },
    { "Executive Order 13662 Directive Determination", ST_P_REMARK, REMARK, NULL },
    { "Executive Order 13846 information", ST_P_REMARK, REMARK, NULL },
    { "Executive Order 14014 Directive Information", ST_P_REMARK, REMARK, NULL },
    { "Executive Order 14024 Directive Information", ST_P_REMARK, REMARK, NULL },
    { "Executive Order 14059 information", ST_P_REMARK, REMARK, NULL },
    { "Fax", ST_P_PHONE, TEXT_TYPED, NULL },
    { "Fax No.", ST_P_PHONE, TEXT_TYPED, NULL },
    { "File Number", ST_P_REGISTRATION, REG, NULL },
    { "Fiscal Code", ST_P_TAX_ID, TAX, NULL },
    { "Folio Mercantil No.", ST_P_REGISTRATION, REG, NULL },
    { "For more information", ST_P_REMARK, REMARK, NULL },
    { "Former Vessel Flag", ST_P_FLAG, FLAG, "former" },
    { "Gender", ST_P_GENDER, GENDER, NULL },
    { "Government Gazette Number", ST_P_ID_NUMBER, ID, NULL },
    { "Gross Registered Tonnage", ST_P_TONNAGE, TEXT_TYPED, NULL },
    { "I.F.E.", ST_P_NATIONAL_ID, ID, NULL },
    { "Identification Number", ST_P_ID_NUMBER, REG, NULL },
    { "IFCA Determination", ST_P_REMARK, REMARK, NULL },
    { "Immigration No.", ST_P_ID_NUMBER, ID, NULL },
    { "IMO", ST_P_IMO, ID, NULL },
    { "ISIN", ST_P_ISIN, ID, NULL },
    { "Issuer Name", ST_P_REMARK, REMARK, NULL },
    { "Istanbul Chamber of Comm. No.", ST_P_REGISTRATION, REG, NULL },
    { "Italian Fiscal Code", ST_P_TAX_ID, TAX, NULL },
    { "Kenyan ID No.", ST_P_NATIONAL_ID, ID, NULL },
    { "LE Number", ST_P_NATIONAL_ID, ID, NULL },
    { "Legal Entity Identifier", ST_P_LEI, LEI, NULL },
    { "Legal Entity Number", ST_P_REGISTRATION, LEI, NULL },
    { "License", ST_P_LICENCE, ID, NULL },
    { "Linked To", ST_P_LINKED_TO, LINK, NULL },
    { "Listing Date", ST_Q_LISTED_ON, LISTED, NULL },
    { "Location", ST_P_ADDRESS, PLACE, NULL },
    { "Matricula Mercantil No", ST_P_REGISTRATION, REG, NULL },
    { "MICEX Code", ST_P_TICKER, ID, NULL },
    { "MMSI", ST_P_MMSI, ID, NULL },
    { "Moroccan Personal ID No.", ST_P_NATIONAL_ID, ID, NULL },
    { "MSB Registration Number", ST_P_LICENCE, ID, NULL },
    { "N.I.E.", ST_P_NATIONAL_ID, ID, NULL },
    { "N.I.F.", ST_P_TAX_ID, TAX, NULL },
    { "National Foreign ID Number", ST_P_NATIONAL_ID, ID, NULL },
    { "National ID No.", ST_P_NATIONAL_ID, ID, NULL },
    { "nationality", ST_P_NATIONALITY, COUNTRY, NULL },
    { "Nationality Country", ST_P_NATIONALITY, COUNTRY, NULL },
    { "Nationality of Registration", ST_P_COUNTRY, COUNTRY, NULL },
    { "NIT #", ST_P_TAX_ID, TAX, NULL },
    { "Numero de Identidad", ST_P_NATIONAL_ID, ID, NULL },
    { "Numero Unico de Identificacao Tributaria (NUIT)", ST_P_TAX_ID, TAX, NULL },
    { "Occupation", ST_P_POSITION, TEXT, NULL },
    { "Organization Code", ST_P_REGISTRATION, REG, NULL },
    { "Organization Established Date", ST_P_FOUNDED, DATE, NULL },
    { "Organization Type", ST_P_SECTOR, TEXT, NULL },
    { "Other Vessel Call Sign", ST_P_CALL_SIGN, ID, NULL },
    { "Other Vessel Flag", ST_P_FLAG, FLAG, NULL },
    { "Other Vessel Type", ST_P_VESSEL_TYPE, TEXT, NULL },
    { "Paraguayan tax identification number", ST_P_TAX_ID, TAX, NULL },
    { "Passport", ST_P_PASSPORT, ID, NULL },
    { "PEESA Information", ST_P_REMARK, REMARK, NULL },
    { "Permit Number", ST_P_LICENCE, ID, NULL },
    { "Personal ID Card", ST_P_NATIONAL_ID, ID, NULL },
    { "Phone", ST_P_PHONE, TEXT_TYPED, NULL },
    { "Phone No.", ST_P_PHONE, TEXT_TYPED, NULL },
    { "Phone Number", ST_P_PHONE, TEXT_TYPED, NULL },
    { "Pilot License Number", ST_P_LICENCE, ID, NULL },
    { "Place of Birth", ST_P_BIRTH_PLACE, PLACE, NULL },
    { "POB", ST_P_BIRTH_PLACE, PLACE, NULL },
    { "Previous Aircraft Tail Number", ST_P_TAIL_NUMBER, ID, "former" },
    { "Public Registration Number", ST_P_REGISTRATION, REG, NULL },
    { "Public Security and Immigration No.", ST_P_ID_NUMBER, ID, NULL },
    { "Purchase/Sales For Divestment Date", ST_Q_UNTIL, LISTED, NULL },
    { "R.F.C.", ST_P_TAX_ID, TAX, NULL },
    { "Refugee ID Card", ST_P_NATIONAL_ID, ID, NULL },
    { "Registered Charity No.", ST_P_REGISTRATION, REG, NULL },
    { "Registration Certificate Number (Dubai)", ST_P_REGISTRATION, REG, NULL },
    { "Registration Country", ST_P_COUNTRY, COUNTRY, NULL },
    { "Registration ID", ST_P_REGISTRATION, REG, NULL },
    { "Registration Number", ST_P_REGISTRATION, REG, NULL },
    { "Residency Number", ST_P_LICENCE, ID, NULL },
    { "RFC", ST_P_TAX_ID, TAX, NULL },
    { "RIF #", ST_P_TAX_ID, TAX, NULL },
    { "Romanian C.R.", ST_P_REGISTRATION, REG, NULL },
    { "Romanian Permanent Resident", ST_P_LICENCE, ID, NULL },
    { "Romanian Tax Registration", ST_P_TAX_ID, TAX, NULL },
    { "RTN", ST_P_TAX_ID, TAX, NULL },
    { "RUC #", ST_P_TAX_ID, TAX, NULL },
    { "Russian State Individual Business Registration Number Pattern (OGRNIP)", ST_P_REGISTRATION, REG, NULL },
    { "Seafarer's Identification Document", ST_P_ID_NUMBER, ID, NULL },
    { "Secondary sanctions risk", ST_P_REMARK, REMARK, NULL },
    { "Serial No.", ST_P_ID_NUMBER, ID, NULL },
    { "SRE Permit No.", ST_P_LICENCE, ID, NULL },
    { "SSN", ST_P_SSN, ID, NULL },
    { "Stateless Person ID Card", ST_P_NATIONAL_ID, ID, NULL },
    { "Stateless Person Passport", ST_P_PASSPORT, ID, NULL },
    { "Subtribe", ST_P_DESCRIPTION, TEXT_TYPED, NULL },
    { "SWIFT/BIC", ST_P_BIC, ID, NULL },
    { "Target Type", ST_P_LEGAL_FORM, TEXT, NULL },
    { "Tax ID No.", ST_P_TAX_ID, TAX, NULL },
    { "Tazkira National ID Card", ST_P_NATIONAL_ID, ID, NULL },
    { "Telephone", ST_P_PHONE, TEXT_TYPED, NULL },
    { "Telephone No.", ST_P_PHONE, TEXT_TYPED, NULL },
    { "TELEX", ST_P_PHONE, TEXT_TYPED, NULL },
    { "Tonnage", ST_P_TONNAGE, TEXT_TYPED, NULL },
    { "Tourism License No.", ST_P_LICENCE, ID, NULL },
    { "Trade License No.", ST_P_LICENCE, ID, NULL },
    { "Trademark number", ST_P_ID_NUMBER, ID, NULL },
    { "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions", ST_P_REMARK, REMARK, NULL },
    { "Travel Document Number", ST_P_PASSPORT, ID, NULL },
    { "Tribe", ST_P_DESCRIPTION, TEXT_TYPED, NULL },
    { "Turkish Identification Number", ST_P_NATIONAL_ID, ID, NULL },
    { "U.S. Persons Must Continue to Block", ST_P_REMARK, REMARK, NULL },
    { "UAE Identification", ST_P_NATIONAL_ID, ID, NULL },
    { "UK Company Number", ST_P_REGISTRATION, REG, NULL },
    { "UN/LOCODE", ST_P_ID_NUMBER, ID, NULL },
    { "Unified Social Credit Code (USCC)", ST_P_REGISTRATION, REG, NULL },
    { "United Social Credit Code Certificate (USCCC)", ST_P_REGISTRATION, REG, NULL },
    { "US FEIN", ST_P_TAX_ID, TAX, NULL },
    { "V.A.T. Number", ST_P_TAX_ID, TAX, NULL },
    { "Vessel Call Sign", ST_P_CALL_SIGN, ID, NULL },
    { "Vessel Flag", ST_P_FLAG, FLAG, NULL },
    { "Vessel Gross Registered Tonnage", ST_P_TONNAGE, TEXT_TYPED, NULL },
    { "Vessel Owner", ST_P_SHIP_OWNER, LINK, NULL },
    { "Vessel Registration Identification", ST_P_IMO, VESSEL_ID, NULL },
    { "Vessel Tonnage", ST_P_TONNAGE, TEXT_TYPED, NULL },
    { "Vessel Type", ST_P_VESSEL_TYPE, TEXT, NULL },
    { "Vessel Year of Build", ST_P_BUILT, DATE, NULL },
    { "VisaNumberID", ST_P_LICENCE, ID, NULL },
    { "Website", ST_P_WEBSITE, TEXT, NULL },
};

static int lower(char c) { return c >= 'A' && c <= 'Z' ? c + 32 : (unsigned char)c; }

/* Order of the label against the text cut to its length: 0 when the text begins with it. */
static int against(const char *label, st_str text) {
    for (size_t i = 0; label[i]; i++) {
        if (i == text.n) return 1;
        if (label[i] == text.p[i]) continue;
        int c = lower(label[i]) - lower(text.p[i]);
        if (c) return c;
    }
    return 0;
}

/* The longest label that text begins with: it sorts before the text, and after every shorter one. */
static const term *find(st_str text) {
    if (!text.n) return NULL;
    size_t lo = 0, hi = ST_LEN(terms);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (against(terms[mid].label, text) <= 0) lo = mid + 1; else hi = mid;
    }
    for (; lo > 0; lo--) {
        const term *t = &terms[lo - 1];
        if (lower(t->label[0]) != lower(text.p[0]) || (text.n > 1 && lower(t->label[1]) != lower(text.p[1]))) return NULL;
        if (against(t->label, text) != 0) continue;
        size_t n = strlen(t->label);
        char next = n < text.n ? text.p[n] : ' ', last = t->label[n - 1];
        if (next == ' ' || next == ':' || next == '(' || next == ',' || next == '-' || last == '.' || last == '#' || last == ')') return t;
    }
    return NULL;
}

size_t ofac_label(st_str text, const struct ofac_term **known) {
    *known = find(text);
    return *known ? strlen((*known)->label) : 0;
}

/* Takes the blanks, ':', '-' and ',' off that stand between a label and its value. */
static st_str after_label(st_str s, size_t from) {
    while (from < s.n && (s.p[from] == ' ' || s.p[from] == ':' || s.p[from] == '-' || s.p[from] == ',')) from++;
    return st_str_trim(st_str_sub(s, from, s.n));
}

static bool digits(st_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

/* Cuts " WORD DATE" off the end of the value: the date is returned, trimmed. */
static st_str cut_date(st_str *value, const char *word) {
    size_t n = strlen(word), at = SIZE_MAX;
    for (size_t i = 0; i + n <= value->n; i++)
        if (value->p[i] == word[0] && memcmp(value->p + i, word, n) == 0 && (i == 0 || value->p[i - 1] == ' ')) at = i;
    if (at == SIZE_MAX) return ST_STR_NONE;
    st_str date = st_str_trim(st_str_sub(*value, at + n, value->n));
    char out[32];
    bool dated = date.n && (st_date(date, ST_DATE_DMY, out) || (date.p[0] >= '0' && date.p[0] <= '9' && date.n < 32));
    if (!dated) return ST_STR_NONE;
    *value = st_str_trim(st_str_sub(*value, 0, at));
    return date;
}

/* Cuts a closing "(TEXT)" with a blank before it. */
static st_str cut_paren(st_str *value) {
    if (!value->n || value->p[value->n - 1] != ')') return ST_STR_NONE;
    size_t depth = 0, i = value->n;
    while (i > 0) {
        char c = value->p[--i];
        if (c == ')') depth++;
        if (c == '(' && --depth == 0) break;
    }
    if (depth || i == 0 || value->p[i - 1] != ' ') return ST_STR_NONE;
    st_str inner = st_str_trim(st_str_sub(*value, i + 1, value->n - 1));
    *value = st_str_trim(st_str_sub(*value, 0, i));
    return inner;
}

/* "A123 (Stuttgart) (Germany) issued 1 May 2001 expires 1 May 2011" into its parts, for what the item does not give apart. */
static void split_tail(ofac_item *it) {
    if (!it->expires.n) it->expires = cut_date(&it->value, "expires ");
    if (!it->issued.n) it->issued = cut_date(&it->value, "issued ");
    st_str whole = it->value, in = cut_paren(&it->value);
    if (in.n && !it->country.n && st_country(in).n) {
        it->country = in;
        whole = it->value;
        in = cut_paren(&it->value);
    }
    bool place = in.n > 2 && !it->issuer.n && it->value.n;
    for (size_t i = 0; i < in.n && place; i++)
        if (in.p[i] >= '0' && in.p[i] <= '9') place = false;
    if (place) it->issuer = in; else it->value = whole;
}

static void qualify_id(st_model *m, const ofac_item *it) {
    if (it->country.n) st_qual_country(m, it->country);
    if (it->issued.n) st_qual_date(m, ST_Q_ISSUED, it->issued, ST_DATE_DMY);
    if (it->expires.n) st_qual_date(m, ST_Q_EXPIRES, it->expires, ST_DATE_DMY);
    if (it->issuer.n) st_qual(m, ST_Q_ISSUER, it->issuer);
    if (it->status) st_qual(m, ST_Q_STATUS, st_str_of(it->status));
    if (it->detail.n) st_qual(m, ST_Q_NOTE, it->detail);
}

static void add_id(st_model *m, st_prop head, const ofac_item *it) {
    st_fact(m, head, it->value);
    st_qual(m, ST_Q_TYPE, it->type);
    qualify_id(m, it);
}

void ofac_item_unknown_id(st_model *m, const ofac_item *it) {
    ofac_item copy = *it;
    split_tail(&copy);
    if (copy.value.n) add_id(m, ST_P_ID_NUMBER, &copy); else st_note(m, copy.type, ST_STR("(no number)"));
}

/* What a Russian tax or registration number is, told by country and number of digits (INN 10 or 12, OGRN 13 or 15). */
static st_prop russian(st_prop head, const ofac_item *it) {
    if (!it->country.n || !st_str_is(st_country(it->country), "RU") || !digits(it->value)) return head;
    size_t n = it->value.n;
    if (head == ST_P_TAX_ID && (n == 10 || n == 12)) return ST_P_INN;
    if (head == ST_P_REGISTRATION && (n == 13 || n == 15)) return ST_P_OGRN;
    return head;
}

static st_str without_imo(st_str v) { return st_str_istarts(v, "IMO ") ? st_str_trim(st_str_sub(v, 4, v.n)) : v; }

static void add_number(st_model *m, const term *t, ofac_item *it) {
    st_prop head = t->head;
    st_str bare = without_imo(it->value);
    bool imo = bare.n < it->value.n && digits(bare);
    switch (t->how) {
    case VESSEL_ID: head = imo || (digits(it->value) && it->value.n == 7) ? ST_P_IMO : ST_P_REGISTRATION; break;
    case REG: if (imo) head = it->kind == ST_KIND_VESSEL ? ST_P_IMO : ST_P_IMO_COMPANY; break;
    case LEI: head = it->value.n == 20 ? ST_P_LEI : ST_P_REGISTRATION; break;
    case ID: case TEXT: case TEXT_TYPED: case DATE: case COUNTRY: case FLAG: case PLACE: case GENDER: case WALLET: case TAX: case LISTED: case REMARK:
    case LINK: break;
    }
    if (head == ST_P_IMO || head == ST_P_IMO_COMPANY) it->value = bare;
    add_id(m, russian(head, it), it);
}

/* "Digital Currency Address - XBT ADDRESS": the currency stands in the label or before the value. */
static void add_wallet(st_model *m, st_str rest, const ofac_item *it) {
    st_str cur = rest, value = it->value;
    size_t blank = st_str_chr(value, ' ');
    if (!cur.n && blank != SIZE_MAX && blank < 6) {
        cur = st_str_sub(value, 0, blank);
        value = st_str_trim(st_str_sub(value, blank, value.n));
    }
    st_fact(m, ST_P_WALLET, value);
    st_qual(m, ST_Q_CURRENCY, cur);
    if (it->status) st_qual(m, ST_Q_STATUS, st_str_of(it->status));
    if (it->detail.n) st_qual(m, ST_Q_NOTE, it->detail);
}

/* "Listing Date (EO 14024 Directive 3): 24 Feb 2022": a listing of its own, named by what stands in the parentheses. */
static bool add_listed(st_model *m, const term *t, st_str rest, const ofac_item *it) {
    st_str what = rest.n ? rest : it->value, value = rest.n ? it->value : ST_STR_NONE;
    size_t end = st_str_chr(what, ')');
    if (!st_str_starts(what, "(") || end == SIZE_MAX) return false;
    if (!rest.n) value = after_label(what, end + 1);
    char edtf[32];
    if (!st_date(value, ST_DATE_DMY, edtf)) return false;
    st_fact(m, ST_P_LISTING, st_str_sub(what, 1, end));
    st_qual(m, ST_Q_AUTHORITY, ST_STR("OFAC"));
    st_qual(m, t->head, st_str_of(edtf));
    if (t->head == ST_Q_UNTIL) st_qual(m, ST_Q_MEASURE, st_str_of(t->label));
    return true;
}

/* Prose with a label: the label is kept as the type, unless there is nothing else ("All offices worldwide"). */
static void add_remark(st_model *m, st_str label, const ofac_item *it) {
    st_fact(m, ST_P_REMARK, it->value.n ? it->value : label);
    if (it->value.n) st_qual(m, ST_Q_TYPE, label);
    if (it->detail.n) st_qual(m, ST_Q_NOTE, it->detail);
}

/* "01 Jan 1961 to 31 Dec 1963", besides the forms that every list uses. What is no date becomes a note, as everywhere. */
static void add_date(st_model *m, st_prop head, st_str value) {
    char first[32], last[32], both[72];
    if (st_date_valid(value)) {
        st_fact(m, head, value);
        return;
    }
    size_t to = st_str_find(value, " to ");
    bool range = to != SIZE_MAX && !st_date(value, ST_DATE_DMY, first) && st_date(st_str_trim(st_str_sub(value, 0, to)), ST_DATE_DMY, first) &&
                 st_date(st_str_trim(st_str_sub(value, to + 4, value.n)), ST_DATE_DMY, last);
    if (range && !ofac_period(st_str_of(first), st_str_of(last), false, both)) {
        (void)snprintf(both, sizeof both, "%s/%s", first, last);
        range = st_date_valid(st_str_of(both));
    }
    if (range) st_fact(m, head, st_str_of(both)); else st_fact_date(m, head, value, ST_DATE_DMY);
}

static void add_simple(st_model *m, const term *t, const ofac_item *it) {
    switch (t->how) {
    case DATE: add_date(m, t->head, it->value); break;
    case COUNTRY:
    case FLAG:
        st_fact_country(m, t->head, it->value);
        if (t->head == ST_P_COUNTRY) st_qual(m, ST_Q_TYPE, st_str_of(t->label));
        break;
    case PLACE: ofac_place(m, t->head, it->value); break;
    case GENDER:
        st_fact(m, ST_P_GENDER, st_str_iis(it->value, "male") ? ST_STR("male") : st_str_iis(it->value, "female") ? ST_STR("female") : it->value);
        break;
    case LINK: ofac_link_name(m, t->head, it->value, ST_STR_NONE); return;
    case TEXT_TYPED:
        st_fact(m, t->head, it->value);
        st_qual(m, ST_Q_TYPE, st_str_of(t->label));
        break;
    case TEXT: case ID: case WALLET: case VESSEL_ID: case TAX: case REG: case LEI: case LISTED: case REMARK:
        st_fact(m, t->head, it->value);
        break;
    }
    if (!it->value.n) return;
    if (t->status || it->status) st_qual(m, ST_Q_STATUS, st_str_of(t->status ? t->status : it->status));
    if (it->detail.n) st_qual(m, ST_Q_NOTE, it->detail);
}

bool ofac_item_add(st_model *m, const ofac_item *given) {
    ofac_item it = *given;
    it.type = st_str_trim(it.type);
    it.value = after_label(it.value, 0);
    const term *t = it.term ? it.term : find(it.type);
    bool order = !t && st_str_istarts(it.type, "Executive Order ");
    if (order) add_remark(m, it.type, &it);
    if (!t) return order;
    st_str label = it.type, rest = after_label(it.type, strlen(t->label));
    /* "Passport Agency" isn't a passport: only where the label is known to go on may more follow it */
    bool open = t->how == WALLET || t->how == LISTED || t->how == REMARK;
    if (rest.n && !open) return false;
    if (!rest.n) it.type = st_str_of(t->label);
    if (!it.value.n && t->how != REMARK) return true;
    switch (t->how) {
    case ID: case VESSEL_ID: case TAX: case REG: case LEI:
        if (!it.status) it.status = t->status;
        split_tail(&it);
        add_number(m, t, &it);
        return true;
    case WALLET: add_wallet(m, rest, &it); return true;
    case LISTED: return add_listed(m, t, rest, &it);
    case REMARK: add_remark(m, it.value.n ? it.type : label, &it); return true;
    case TEXT: case TEXT_TYPED: case DATE: case COUNTRY: case FLAG: case PLACE: case GENDER: case LINK: break;
    }
    add_simple(m, t, &it);
    return true;
}
