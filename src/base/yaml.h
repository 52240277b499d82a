/* The plain part of YAML 1.1: mappings, lists, texts and comments, into the tree of json.h, with lines. libyaml is known to yaml.c alone.
 *
 * Every scalar is a text, whatever it looks like, but for an unquoted null, ~ or nothing. What makes a file mean more than it says is refused: anchors, aliases, tags,
 * several documents, a key that stands twice. Depth, nodes and bytes are limited. */
#ifndef ST_YAML_H
#define ST_YAML_H
#include "base/json.h"

/* NULL on failure, err.where "name:line"; an empty text is an empty object. The tree and its texts live in the arena. */
st_json *st_yaml_parse(st_arena *a, st_str text, const char *name, st_err *err);
#endif
