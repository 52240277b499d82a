/* The text tables inside the binary. */
    .section .rodata
    .hidden st_text_data
    .hidden st_text_data_end
    .global st_text_data
    .global st_text_data_end
    .balign 64
    .type st_text_data, @object
st_text_data:
    .incbin "text.bin"
st_text_data_end:
    .byte 0
    .size st_text_data, st_text_data_end - st_text_data
    .section .note.GNU-stack,"",@progbits
