/** Put in by the build, from package.json. */
declare const SPOOR_AGENT_VERSION: string | undefined

/** The version in package.json; `source` where the program runs without having been built. */
export const VERSION: string = typeof SPOOR_AGENT_VERSION === 'string' ? SPOOR_AGENT_VERSION : 'source'
