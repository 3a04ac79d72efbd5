/* What lonely needs; nobody installs it. */
void zoo_friend(void);
void zoo_friend(void) {}
