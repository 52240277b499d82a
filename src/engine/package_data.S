/* The program that verifies an evidence package, as it is put into one. */
    .section .rodata, "a"
    .global st_package_check
    .hidden st_package_check
    .type st_package_check, @object
    .balign 16
st_package_check:
    .incbin "src/engine/package_check.py"
.Lend:
    .byte 0
    .size st_package_check, . - st_package_check
    .global st_package_check_size
    .hidden st_package_check_size
    .type st_package_check_size, @object
    .balign 8
st_package_check_size:
    .quad .Lend - st_package_check
    .size st_package_check_size, 8
    .section .note.GNU-stack, "", @progbits
