/** A database that is not as its format asks. The message follows the file's name: `is cut`. */
export class MmdbFault extends Error {
  override readonly name = 'MmdbFault'
}
