/* The look-ups of the matching part, as they are written (match_part.c, lookup_write.c) and read. */
#include "index/layout.h"

const st_token_info *st_index_token_info(const st_index *ix, uint32_t token) { return &ix->token_info[token]; }

uint64_t st_key_of_text(st_str part) { return st_hash64(part.p, part.n, 1); }
uint64_t st_key_of_sound(uint32_t sound) { return st_hash64(&sound, sizeof sound, 2); }
uint64_t st_key_of_word(st_view view, st_word_class cls, st_str canon) { return st_hash64(canon.p, canon.n, 3 + (uint64_t)view + 2 * (uint64_t)cls); }

static st_numbers numbers(const uint32_t *bucket_at, uint32_t bucket_bits, const uint8_t *entries, uint64_t n, uint64_t hash) {
    const uint32_t *at = bucket_at + st_bucket(hash, bucket_bits);
    const size_t bytes = st_number_bytes(n);
    return (st_numbers){ entries + at[0] * bytes, entries + at[1] * bytes, st_number_check(hash, bucket_bits, n), st_number_mask(n), UINT32_MAX >> (32 - 8 * bytes) };
}

st_numbers st_index_spells(const st_index *ix, uint64_t deletion) { return numbers(ix->spell_at, ix->spell_bits, ix->spell, ix->tokens, deletion); }

st_numbers st_index_keys(const st_index *ix, uint64_t hash) { return numbers(ix->key_at, ix->key_bits, ix->key, ix->tokens, hash); }

st_numbers st_index_joins(const st_index *ix, st_str text) {
    return numbers(ix->join_at, ix->join_bits, ix->join, ix->forms, st_hash64(text.p, text.n, 0));
}

size_t st_index_posts(const st_index *ix, uint32_t token, st_view view, const uint32_t **forms, const uint64_t **sketches) {
    size_t k = (size_t)token * ST_VIEWS + (size_t)view;
    *forms = ix->post + ix->post_at[k];
    *sketches = ix->sketch + ix->post_at[k];
    return ix->post_at[k + 1] - ix->post_at[k];
}

void st_index_posts_soon(const st_index *ix, uint32_t token, st_view view, bool forms) {
    const uint32_t *at = &ix->post_at[(size_t)token * ST_VIEWS + (size_t)view];
    if (forms) __builtin_prefetch(ix->sketch + *at);
    else __builtin_prefetch(at);
}

void st_index_form_soon(const st_index *ix, uint32_t form, bool tokens) {
    if (tokens) __builtin_prefetch(ix->form_token + (ix->form[form].token & ST_FORM_AT));
    else __builtin_prefetch(&ix->form[form]);
}

void st_index_token_soon(const st_index *ix, uint32_t token, bool text) {
    if (text) {
        __builtin_prefetch(ix->token_text + (token ? ix->token_end[token - 1] : 0));
        return;
    }
    __builtin_prefetch(&ix->token_end[token]);
    __builtin_prefetch(&ix->token_info[token]);
}

void st_index_spells_soon(const st_index *ix, uint64_t deletion, bool entries) {
    const uint32_t *at = &ix->spell_at[st_bucket(deletion, ix->spell_bits)];
    if (entries) __builtin_prefetch(ix->spell + *at * st_number_bytes(ix->tokens));
    else __builtin_prefetch(at);
}
