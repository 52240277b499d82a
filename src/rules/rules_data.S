/* The files of data/regimes that are inside the binary, one behind the other (build/gen/rules.txt). */
    .section .rodata, "a"
    .global st_rules_text
    .hidden st_rules_text
    .type st_rules_text, @object
    .balign 16
st_rules_text:
    .incbin "rules.txt"
.Lend:
    .byte 0
    .size st_rules_text, . - st_rules_text
    .global st_rules_text_size
    .hidden st_rules_text_size
    .type st_rules_text_size, @object
    .balign 8
st_rules_text_size:
    .quad .Lend - st_rules_text
    .size st_rules_text_size, 8
    .section .note.GNU-stack, "", @progbits
