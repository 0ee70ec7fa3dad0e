/** Inserted by the build, from package.json. */
declare const SPOOR_VERSION: string | undefined

/** The version in package.json; `source` if the program runs unbuilt. */
export const VERSION: string = typeof SPOOR_VERSION === 'string' ? SPOOR_VERSION : 'source'
