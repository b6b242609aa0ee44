// @ts-check
import { BackissueReaderElement } from "./reader.js";
import { register } from "./register.js";

register("backissue-reader", BackissueReaderElement);
