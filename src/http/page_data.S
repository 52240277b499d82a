/* The files of page/ that are inside the binary, one behind the other (build/gen/page.txt). */
    .section .rodata, "a"
    .global st_page_text
    .hidden st_page_text
    .type st_page_text, @object
    .balign 16
st_page_text:
    .incbin "page.txt"
.Lend:
    .byte 0
    .size st_page_text, . - st_page_text
    .global st_page_text_size
    .hidden st_page_text_size
    .type st_page_text_size, @object
    .balign 8
st_page_text_size:
    .quad .Lend - st_page_text
    .size st_page_text_size, 8
    .section .note.GNU-stack, "", @progbits
