import data.x

package late
