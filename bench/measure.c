// Runs a program several times and prints medians: what a whole process takes, from before the fork to its end, and its peak of
// resident memory. In C because a process inherits the peak of the one that forks it: a program on .NET would measure itself.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_RUNS = 1000 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int count, char **arguments) {
    static double times[MOST_RUNS], sizes[MOST_RUNS];
    int runs = count > 2 ? atoi(arguments[1]) : 0;
    if (runs < 1 || runs > MOST_RUNS) {
        fprintf(stderr, "usage: measure RUNS PROGRAM [ARGUMENT...]\n");
        return 2;
    }

    for (int run = 0; run < runs; run++) {
        double start = now();
        pid_t child = fork();
        if (child == 0) {
            dup2(open("/dev/null", O_WRONLY), 1);
            execv(arguments[2], arguments + 2);
            _exit(127);
        }

        int status;
        struct rusage usage;
        if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
            fprintf(stderr, "measure: %s failed\n", arguments[2]);
            return 1;
        }

        times[run] = now() - start;
        sizes[run] = usage.ru_maxrss / 1024.0;
    }

    qsort(times, runs, sizeof *times, compare);
    qsort(sizes, runs, sizeof *sizes, compare);
    printf("%.2f ms %.2f MB\n", times[runs / 2], sizes[runs / 2]);
    return 0;
}
