import { splitEvenly } from "./split.js";

/**
 * Who pays whom so that everybody has carried an even share of what was paid.
 * The one who owes most pays the one who is owed most, until nobody owes anything.
 */
export function settle(people) {
  if (people.length === 0) return [];
  const total = people.reduce((sum, person) => sum + person.paid, 0);
  const shares = splitEvenly(total, people.length);
  const balances = people.map((person, index) => ({ name: person.name, balance: person.paid - shares[index] }));

  const transfers = [];
  for (;;) {
    balances.sort((a, b) => a.balance - b.balance);
    const debtor = balances[0];
    const creditor = balances[balances.length - 1];
    const amount = Math.min(-debtor.balance, creditor.balance);
    if (amount <= 0) return transfers;
    transfers.push({ from: debtor.name, to: creditor.name, amount });
    debtor.balance += amount;
    creditor.balance -= amount;
  }
}
