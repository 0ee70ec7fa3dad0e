/** One file of an archive. */
export interface ArchivedFile {
  /** At most 100 bytes, without `..`. */
  readonly name: string
  readonly content: Buffer
}

const BLOCK = 512

/**
 * An archive in the format ustar (POSIX.1-1988, pax(1)): a header of 512 bytes and the content for each file, two empty
 * blocks at the end. All files are root's, have mode 0600 and the same time, in milliseconds since the epoch.
 */
export function tarArchive(archived: readonly ArchivedFile[], time: number): Buffer {
  const blocks = archived.flatMap(({ name, content }) => {
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)
    return [headerOf(name, content.length, Math.floor(time / 1000)), content, padding]
  })
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)])
}

function headerOf(name: string, size: number, seconds: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`the name ${name} is too long for an archive`)
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, at: number, length: number): number =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  header.write(name, 0)
  octal(0o600, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(seconds, 136, 12)
  // The sum counts its own field as blanks.
  header.fill(' ', 148, 156)
  header.write('0', 156)
  header.write('ustar\u000000', 257, 'latin1')
  header.write('root', 265)
  header.write('root', 297)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}
