/* A library, but no plugin. */
int zoo_answer(void);
int zoo_answer(void) { return 42; }
