/** What a person may do here; the enum of the database says the same, which a type test holds. */
export type UserRole = "owner" | "admin" | "member";

/** Who a session or a key stands for. */
export type Person = { userId: string; name: string; role: UserRole };
