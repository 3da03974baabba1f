export { formatMoney, parseMoney } from "./money.js";
export { settle } from "./settle.js";
export { splitByWeights, splitEvenly } from "./split.js";
