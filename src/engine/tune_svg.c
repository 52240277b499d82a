/* The curve: recall against alerts, as a picture. */
#include <math.h>
#include "engine/tune.h"

enum { WIDTH = 720, HEIGHT = 480, LEFT = 70, RIGHT = 30, TOP = 66, BOTTOM = 60, APART = 18 };   /* APART: between labels */

/* Where the axes end: alerts from step lo to step hi of 1, 2, 5, 10, 20... for a thousand customers, logarithmic; recall from `least` to 100 %. */
typedef struct frame { int lo, hi; double least; } frame;

static double step(int k) {
    static const double first[] = { 1, 2, 5 };
    int ten = k >= 0 ? k / 3 : -((2 - k) / 3);
    return first[k - 3 * ten] * pow(10, ten);
}

static double per_1000(const st_tuning *t, const st_alerts *a, size_t i) {
    return 1000.0 * (double)a->customers[i] / (double)(t->customers ? t->customers : 1);
}
static double recall(const st_tuning *t, size_t i) { return t->altered.asked ? 100.0 * (double)t->altered.found[i] / (double)t->altered.asked : 0; }

static double x_of(const frame *f, double alerts) {
    double lowest = step(f->lo), v = alerts < lowest ? lowest : alerts;   /* none at all stands on the left edge */
    return LEFT + log10(v / lowest) / log10(step(f->hi) / lowest) * (WIDTH - LEFT - RIGHT);
}
static double y_of(const frame *f, double percent) { return HEIGHT - BOTTOM - (percent - f->least) / (100 - f->least) * (HEIGHT - TOP - BOTTOM); }

static frame frame_of(const st_tuning *t) {
    frame f = { 0, 0, 100 };
    double least = 1000, most = 0;
    const st_alerts *both[] = { &t->with_dates, &t->without_dates };
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < ST_TUNE_POINTS; i++) {
            double a = per_1000(t, both[k], i);
            if (a > 0 && a < least) least = a;
            if (a > most) most = a;
        }
    }
    if (most > 0) {
        while (step(f.lo) > least) f.lo--;
        while (step(f.lo + 1) <= least) f.lo++;
        f.hi = f.lo;
        while (step(f.hi) < most) f.hi++;
    }
    if (f.lo == f.hi) f.hi++;
    for (size_t i = 0; i < ST_TUNE_POINTS; i++)
        if (recall(t, i) < f.least) f.least = recall(t, i);
    f.least = floor(f.least / 10) * 10;
    if (f.least >= 100) f.least = 90;
    return f;
}

static void axes(const frame *f, st_buf *b) {
    double bottom = y_of(f, f->least), right = WIDTH - RIGHT;
    for (int k = f->lo; k <= f->hi; k++) {
        double x = x_of(f, step(k));
        st_buf_printf(b, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ccc\"/>\n", x, TOP, x, bottom);
        st_buf_printf(b, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%g</text>\n", x, bottom + 20, step(k));
    }
    for (double p = f->least; p <= 100.0; p += 100 - f->least > 40 ? 10 : 5) {
        st_buf_printf(b, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ccc\"/>\n", LEFT, y_of(f, p), right, y_of(f, p));
        st_buf_printf(b, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f %%</text>\n", LEFT - 8, y_of(f, p) + 4, p);
    }
    st_buf_printf(b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"#000\"/>\n", LEFT, TOP, right - LEFT, bottom - TOP);
    st_buf_printf(b, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">customers with an alert, of 1,000</text>\n", (LEFT + right) / 2, HEIGHT - 15);
}

/* One curve with its thresholds: of the solid one the labels stand on the left, of the dashed one on the right; where they are too close some are left out. */
static void curve(const st_tuning *t, const frame *f, const st_alerts *a, bool dashed, uint32_t chosen, st_buf *b) {
    double x[ST_TUNE_POINTS], y[ST_TUNE_POINTS];
    size_t mark = ST_TUNE_POINTS, last = ST_TUNE_POINTS;
    for (size_t i = 0; i < ST_TUNE_POINTS; i++) {
        x[i] = x_of(f, per_1000(t, a, i));
        y[i] = y_of(f, recall(t, i));
        if (st_tune_threshold(i) == chosen) mark = i;
    }
    st_buf_printf(b, "<polyline fill=\"none\" stroke=\"#000\" stroke-width=\"1.5\"%s points=\"",
                  dashed ? " stroke-dasharray=\"6 4\"" : "");
    for (size_t i = 0; i < ST_TUNE_POINTS; i++) st_buf_printf(b, "%s%.1f,%.1f", i ? " " : "", x[i], y[i]);
    st_buf_z(b, "\"/>\n");
    for (size_t i = 0; i < ST_TUNE_POINTS; i++) {
        bool close = last < i && hypot(x[i] - x[last], y[i] - y[last]) < APART;
        if (mark < ST_TUNE_POINTS) close = i != mark && (close || hypot(x[i] - x[mark], y[i] - y[mark]) < APART);
        st_buf_printf(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\" stroke=\"#000\"/>\n", x[i], y[i], i == mark ? 6 : 3,
                      i == mark ? "#fff" : "#000");
        if (i == mark) st_buf_printf(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>\n", x[i], y[i]);
        if (close) continue;
        last = i;
        st_buf_printf(b, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"11\"%s>.%02u</text>\n", x[i] + (dashed ? 9 : -9), y[i] + (dashed ? 14 : -6),
                      dashed ? "" : " text-anchor=\"end\"", st_tune_threshold(i) / 100);
    }
}

void st_tune_svg(const st_tuning *t, uint32_t chosen, st_buf *b) {
    frame f = frame_of(t);
    st_buf_printf(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" ", WIDTH, HEIGHT, WIDTH, HEIGHT);
    st_buf_z(b, "font-family=\"sans-serif\" font-size=\"13\">\n");
    st_buf_printf(b, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, HEIGHT);
    st_buf_printf(b, "<text x=\"%d\" y=\"20\" font-weight=\"bold\">Altered listed names found, against customers with an alert, by threshold</text>\n", LEFT);
    st_buf_printf(b, "<text x=\"%d\" y=\"38\" font-size=\"11\">%llu altered names of %u listed parties, each looked for by the name alone; "
                  "%llu customers.</text>\n", LEFT, (unsigned long long)t->altered.asked, t->parties, (unsigned long long)t->customers);
    st_buf_printf(b, "<text x=\"%d\" y=\"54\" font-size=\"11\">Solid: customers with their dates of birth, dashed: without. "
                  "Numbers: thresholds. Ring: the default.</text>\n", LEFT);
    axes(&f, b);
    curve(t, &f, &t->without_dates, true, chosen, b);
    curve(t, &f, &t->with_dates, false, chosen, b);
    st_buf_z(b, "</svg>\n");
}
