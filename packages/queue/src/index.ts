export { type ConsumeOptions, type Consumer, consume } from "./consume.ts";
export { type OpenQueueOptions, openQueue, type Queue } from "./open-queue.ts";
export { publish } from "./publish.ts";
export { queueHealth } from "./queue-health.ts";
export { ring } from "./ring.ts";
export { type SubscribeOptions, type Subscription, subscribe } from "./subscribe.ts";
export type { Topic } from "./topic.ts";
