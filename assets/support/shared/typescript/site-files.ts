import * as fs from "node:fs";
import * as path from "node:path";

/** A file of a site. */
export interface SiteFile {
  /** Its name below the site's folder. */
  readonly name: string;
  readonly path: string;
  readonly contentType: string;
  /** What browsers are told: they ask for pages anew, for other files now and then. */
  readonly cacheControl: string;
}

const CONTENT_TYPES: Record<string, string> = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** The files of a site, which must have been built into the folder. */
export function siteFiles(site: string, directory: string): SiteFile[] {
  if (!fs.existsSync(directory)) {
    throw new Error(`The ${site} site has no files: build them into ${directory} first`);
  }
  return filesIn(directory).map((name) => {
    const ending = path.extname(name).toLowerCase();
    return {
      name,
      path: path.join(directory, name),
      contentType: CONTENT_TYPES[ending] ?? "application/octet-stream",
      cacheControl: ending === ".html" ? "no-cache" : "public, max-age=3600",
    };
  });
}

/** The names of the files in a folder and all that is in it. */
function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesIn(path.join(folder, entry.name)).map((file) => `${entry.name}/${file}`)
        : [entry.name],
    )
    .sort();
}
