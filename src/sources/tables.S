/* The tables of data/ that are inside the binary. The build gives -I. so that paths are found from the root of the repository. */
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

    table st_feeds_text, data/sources.tsv
    table st_catalog_text, data/lists.tsv
    .section .note.GNU-stack, "", @progbits
