/* Preloaded into a worker: calls that write a file of a named kind fail, as those of a broken disk do.
   DISK_FILE is a part of the path, DISK_CALL "sync" or "write", DISK_ERROR an errno, DISK_FROM the call that fails first,
   DISK_TIMES how many fail. Build: cc -shared -fPIC -o broken_disk.so broken_disk.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long number(const char *name) { const char *text = getenv(name); return text ? atol(text) : 0; }

static int fails(int file, const char *call) {
    static long seen = 0;
    char link[64], path[PATH_MAX];
    const char *wanted = getenv("DISK_FILE");
    if (!wanted || strcmp(call, getenv("DISK_CALL"))) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!strstr(path, wanted)) return 0;
    seen++;
    if (seen < number("DISK_FROM") || seen >= number("DISK_FROM") + number("DISK_TIMES")) return 0;
    errno = (int)number("DISK_ERROR");
    return 1;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int fsync(int file) { REAL(fsync); return fails(file, "sync") ? -1 : real(file); }
int fdatasync(int file) { REAL(fdatasync); return fails(file, "sync") ? -1 : real(file); }
ssize_t write(int file, const void *bytes, size_t size) { REAL(write); return fails(file, "write") ? -1 : real(file, bytes, size); }
ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) { REAL(pwrite); return fails(file, "write") ? -1 : real(file, bytes, size, at); }
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) { REAL(pwrite64); return fails(file, "write") ? -1 : real(file, bytes, size, at); }
