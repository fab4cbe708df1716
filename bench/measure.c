// Runs a program several times, each time after a process that does nothing (true), and prints medians: what the whole process
// takes, from before the fork to its end; the processor time that it takes; and its peak of resident memory. Between the latter
// two stands how many times the processor time of the empty processes that of the program's is, all runs together: it hardly
// depends on the machine, and on what else that does. In C because a process inherits the peak of the one that forks it: a program
// on .NET would measure itself.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_RUNS = 1000 };

typedef struct {
    double elapsed, processor, memory; // milliseconds, milliseconds, megabytes
} cost;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time) { return time.tv_sec * 1e3 + time.tv_usec / 1e3; }

static cost run(char **command) {
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), 1);
        execvp(command[0], command);
        _exit(127);
    }

    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
        fprintf(stderr, "measure: %s failed\n", command[0]);
        exit(1);
    }

    return (cost){now() - start, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), usage.ru_maxrss / 1024.0};
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

int main(int count, char **arguments) {
    static double elapsed[MOST_RUNS], processor[MOST_RUNS], memory[MOST_RUNS];
    double busy = 0, busy_empty = 0;
    static char *empty[] = {"true", NULL};
    int runs = count > 2 ? atoi(arguments[1]) : 0;
    if (runs < 1 || runs > MOST_RUNS) {
        fprintf(stderr, "usage: measure RUNS PROGRAM [ARGUMENT...]\n");
        return 2;
    }

    for (int i = 0; i < runs; i++) {
        cost nothing = run(empty), program = run(arguments + 2);
        elapsed[i] = program.elapsed;
        processor[i] = program.processor;
        memory[i] = program.memory;
        busy += program.processor;
        busy_empty += nothing.processor;
    }

    printf("%.2f ms %.2f ms %.1f times %.2f MB\n", median(elapsed, runs), median(processor, runs),
        busy_empty > 0 ? busy / busy_empty : 0, median(memory, runs));
    return 0;
}
