/* data/sources.tsv, inside the binary. The build gives -I. so that the path is found from the root of the repository. */
    .section .rodata, "a"
    .global st_feeds_text
    .hidden st_feeds_text
    .type st_feeds_text, @object
    .balign 16
st_feeds_text:
    .incbin "data/sources.tsv"
.Lend:
    .byte 0
    .size st_feeds_text, . - st_feeds_text
    .global st_feeds_text_size
    .hidden st_feeds_text_size
    .type st_feeds_text_size, @object
    .balign 8
st_feeds_text_size:
    .quad .Lend - st_feeds_text
    .size st_feeds_text_size, 8
    .section .note.GNU-stack, "", @progbits
