/* The tables of data/ that the rules' pure functions read. The build gives -I. so that paths are found from the root of the repository. */
    .macro table name, file
    .section .rodata, "a"
    .global \name
    .hidden \name
    .type \name, @object
    .balign 16
\name:
    .incbin "\file"
.Lend_\name:
    .byte 0
    .size \name, . - \name
    .global \name\()_size
    .hidden \name\()_size
    .type \name\()_size, @object
    .balign 8
\name\()_size:
    .quad .Lend_\name - \name
    .size \name\()_size, 8
    .endm

    table st_mid_text, data/places/mid.tsv
    table st_regions_text, data/places/regions.tsv
    table st_hs_editions_text, data/regimes/goods/hs_editions.tsv
    .section .note.GNU-stack, "", @progbits
