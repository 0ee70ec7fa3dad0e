/** Inserted by the build, from package.json. */
declare const SPOOR_AGENT_VERSION: string | undefined

/** The version in package.json; `source` if the program runs unbuilt. */
export const VERSION: string = typeof SPOOR_AGENT_VERSION === 'string' ? SPOOR_AGENT_VERSION : 'source'
