/* Feeds every file of the given folders to a fuzz target, without a fuzzer: so each find stays found in every `make test`. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return -1;
    struct stat st;
    if (fstat(fileno(f), &st) != 0) { fclose(f); return -1; }
    size_t n = (size_t)st.st_size;
    uint8_t *p = malloc(n ? n : 1);   /* exactly as long as the input, so that AddressSanitizer sees an overread by one */
    if (!p || fread(p, 1, n, f) != n) { fclose(f); free(p); return -1; }
    fclose(f);
    LLVMFuzzerTestOneInput(p, n);
    free(p);
    return 0;
}

int main(int argc, char **argv) {
    unsigned n = 0, bad = 0;
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        DIR *d = opendir(argv[i]);
        if (!d) { printf("not ok 1 - no folder %s\n", argv[i]); return 1; }
        for (struct dirent *e; (e = readdir(d));) {
            if (e->d_name[0] == '.') continue;
            char path[4096];
            if ((size_t)snprintf(path, sizeof path, "%s/%s", argv[i], e->d_name) >= sizeof path) { bad++; continue; }
            if (replay_file(path) == 0) n++; else { bad++; printf("# cannot read %s\n", path); }
        }
        closedir(d);
    }
    if (n == 0 && argc > 1) { printf("not ok 1 - no corpus file was found\n"); return 1; }
    printf("%s 1 - %u inputs replayed\n", bad ? "not ok" : "ok", n);
    return bad ? 1 : 0;
}
