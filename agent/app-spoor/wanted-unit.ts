/** What is enabled and started for all services. */
export const WANTED_UNIT = 'spoor-agent.target'
