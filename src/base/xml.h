/* XML in, by a table of paths. libxml2 (its SAX2 parser) is known to xml.c alone.
 *
 * A reader gives rules: a path of element names and a tag number of its own. The parser calls begin and end with that tag, end with the
 * element's collapsed text. Namespaces and prefixes are ignored: feeds change theirs. An element without a rule and with text or attributes of
 * its own is handed to `other`, with the path where it stood, so that nothing is dropped in silence.
 * No DOCTYPE is accepted, no entity beyond the five of XML is expanded, nothing external is ever loaded, depth and text size are limited. */
#ifndef ST_XML_H
#define ST_XML_H
#include "base/input.h"

typedef struct st_xml st_xml;
typedef struct st_xml_attr { st_str name, value; } st_xml_attr;

typedef struct st_xml_rule {
    const char *path;   /* "sdnList/sdnEntry/akaList/aka": from the root; "*" stands for any one element; a trailing "/" + "**" is not supported */
    uint16_t tag;       /* the reader's own number, from 1 */
    uint16_t flags;     /* ST_XML_KEEP; ST_XML_SILENT: neither the element nor anything below without a rule of its own goes to `other` */
} st_xml_rule;
#define ST_XML_SILENT 1u
#define ST_XML_KEEP 2u   /* the text is handed over with its outer white space */
#define ST_XML_BELOW 4u  /* all elements below that have no rule of their own come to begin and end too, with tag 0: st_xml_name tells which */

typedef struct st_xml_handler {
    /* Element with a rule begins. Attributes are valid during the call, their names until the parse ends. Return negative (with err filled) to stop. */
    st_code (*begin)(void *user, st_xml *x, uint16_t tag, const st_xml_attr *attr, size_t n_attr, st_err *err);
    /* ... and ends. text: its own character data, entities resolved, outer white space trimmed, valid during the call. */
    st_code (*end)(void *user, st_xml *x, uint16_t tag, st_str text, st_err *err);
    /* An element without a rule that carries text, or an attribute when it carries any: path is "a/b/c" or "a/b/c@name". May be NULL. */
    st_code (*other)(void *user, st_xml *x, st_str path, st_str text, st_err *err);
} st_xml_handler;

/* Parses the current member of the input to its end. ST_E_DATA with file:line for what is not well-formed, truncated, a DOCTYPE, too deep.
 * Everything before the fault has been delivered by then: callers that must not keep half a list undo on failure. */
st_code st_xml_parse(st_input *in, const st_xml_rule *rules, size_t n_rules, const st_xml_handler *h, void *user, st_err *err);
/* Within a call-back: the line of the current element. */
uint32_t st_xml_line(const st_xml *x);
/* ... and its name, without prefix; valid during the call. */
st_str st_xml_name(const st_xml *x);
/* Value of the attribute of this local name, trimmed; empty when absent. */
st_str st_xml_get(const st_xml_attr *attr, size_t n, const char *name);
#endif
