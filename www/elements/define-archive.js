// @ts-check
import { BackissueArchiveElement } from "./archive.js";
import { register } from "./register.js";

register("backissue-archive", BackissueArchiveElement);
