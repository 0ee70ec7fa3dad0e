// Made by npm run generate.

/** The packages of others that are inside the program, with the SPDX identifiers of their licences. */
export const PROGRAM_PARTS: readonly { readonly name: string; readonly version: string; readonly licence: string }[] = [
  { name: 'nodemailer', version: '10.6.1', licence: 'MIT-0' },
  { name: 'openpgp', version: '6.3.2', licence: 'LGPL-3.0-or-later' },
  { name: 'proper-lockfile', version: '4.1.2', licence: 'MIT' },
  { name: 're2js', version: '2.10.0', licence: 'MIT' },
  { name: 'retry', version: '0.12.0', licence: 'MIT' },
  { name: 'signal-exit', version: '3.0.7', licence: 'ISC' },
  { name: 'valibot', version: '1.5.0', licence: 'MIT' },
  { name: 'yaml', version: '2.9.1', licence: 'ISC' },
]
